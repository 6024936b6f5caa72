/* SPDX-License-Identifier: MIT */
/* What is put is given back, field by field and to the byte. */
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BOOK AS__TRIAL_BOOK
#define LARGEST 131072
#define ROUNDS 12

static bool put_sample(as__trial *trial, const aftersale_key *key, as__fill fill)
{
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_put(&bundle, as__sample(trial, key, fill));
    return as__bundle_must(&bundle, as__kind_of(key->kind)->name, AFTERSALE_OK, AS__BUNDLE_NONE) &&
           as__model_check_keys(trial, trial->store, key, 1);
}

void as__check_fields_of(as__trial *trial, const as__kind *kind)
{
    static const as__fill fills[] = {AS__FILL_ALL, AS__FILL_REQUIRED, AS__FILL_ALL, AS__FILL_SOME};
    for (uint64_t i = 0; i < ROUNDS; i++) {
        /* One record that changes, and others that are made so; events are all new. */
        aftersale_key key = as__sample_key(trial, BOOK, kind->kind, i % 4 == 3 ? i : 0);
        if (!put_sample(trial, &key, fills[i % COUNT(fills)]))
            return;
    }
    as__model_check_all(trial, trial->store);
}

/* Empty is not absent: from one to the other and back. */
static void check_empty_text(as__trial *trial)
{
    static const char *const names[] = {"", NULL, "", "x", "", NULL, "x", NULL};
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_CUSTOMER, 0, 1);
    for (size_t i = 0; i < COUNT(names); i++) {
        aftersale_customer draft = {
            .id = 1, .ref = "", .name = names[i], .zone = names[(i + 3) % COUNT(names)]};
        as__trial_put(trial, BOOK, AFTERSALE_KIND_CUSTOMER, &draft);
        as__model_check_keys(trial, trial->store, &key, 1);
    }
}

/* One list of one empty text, and of several, is not an absent one. */
static void check_texts(as__trial *trial)
{
    static const char *const items[] = {"", "vip", "", "gas boiler", "日本"};
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_CUSTOMER, 0, 1);
    for (size_t first = 0; first < COUNT(items); first++) {
        for (size_t count = 0; count <= COUNT(items) - first; count++) {
            aftersale_customer draft = {
                .id = 1, .ref = "C", .tags = {count > 0 ? items + first : NULL, count}};
            as__trial_put(trial, BOOK, AFTERSALE_KIND_CUSTOMER, &draft);
            as__model_check_keys(trial, trial->store, &key, 1);
        }
    }
}

/* Fields of a newer library: tag 200 with three bytes, tag 201 with none, as they are packed. */
static void check_unknown(as__trial *trial)
{
    static const uint8_t fields[] = {0xC8, 0x01, 3, 'n', 'e', 'w', 0xC9, 0x01, 0};
    static const size_t sizes[] = {sizeof fields, 6, 0, sizeof fields};
    static const aftersale_kind kinds[] = {AFTERSALE_KIND_CUSTOMER, AFTERSALE_KIND_SETTINGS,
                                           AFTERSALE_KIND_ENROLMENT};
    for (size_t i = 0; i < COUNT(kinds) * COUNT(sizes); i++) {
        aftersale_key key = as__key_make(BOOK, kinds[i % COUNT(kinds)], 0, 1);
        const aftersale_record *sample = as__sample(trial, &key, AS__FILL_SOME);
        void *draft = as__trial_take(trial, as__kind_of(key.kind)->size);
        if (sample == NULL || draft == NULL)
            return;
        memcpy(draft, sample, as__kind_of(key.kind)->size);
        ((as__head *)draft)->unknown = (aftersale_bytes){fields, sizes[i / COUNT(kinds)]};
        as__trial_put(trial, BOOK, key.kind, draft);
        as__model_check_keys(trial, trial->store, &key, 1);
    }
    as__model_check_all(trial, trial->store);
}

static char *long_text(as__trial *trial, size_t size)
{
    char *text = as__trial_take(trial, size + 1);
    for (size_t i = 0; i < size && text != NULL; i++)
        text[i] = (char)('!' + (i * 7 + i / 94) % 94);
    return text;
}

static void check_largest(as__trial *trial)
{
    aftersale_plan plan = {.id = 1, .key = "sale", .version = 1, .json = long_text(trial, LARGEST)};
    aftersale_event event = {.root = 1,
                             .number = 1,
                             .type = 1,
                             .root_kind = 1,
                             .recorded = {1},
                             .command = 1,
                             .reasons = long_text(trial, LARGEST / 2),
                             .detail = long_text(trial, LARGEST / 2),
                             .hash = {{1}}};
    if (!as__trial_is_fine(trial))
        return;
    as__trial_put(trial, BOOK, AFTERSALE_KIND_PLAN, &plan);
    as__trial_put(trial, BOOK, AFTERSALE_KIND_EVENT, &event);
    as__model_check_all(trial, trial->store);
}

static const as__check checks[] = {
    {"field.empty_text", check_empty_text},
    {"field.several_texts", check_texts},
    {"field.unknown", check_unknown},
    {"field.largest_text", check_largest},
};
const as__checks as__checks_content = {checks, COUNT(checks)};
