/* SPDX-License-Identifier: MIT */
#include "aftersale/enrolment.h"
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BOOK AS__TRIAL_BOOK
#define BY_OWNER 1
#define ALL_ROWS 1000
#define LONG_SALES 24
#define EVENTS 300
#define LONG_REF 255

static bool put_customer(as__trial *trial, uint64_t id, const char *ref, const char *owner)
{
    aftersale_customer draft = {.id = id, .ref = ref, .owner = owner, .name = "n", .language = "de"};
    return as__trial_put(trial, BOOK, AFTERSALE_KIND_CUSTOMER, &draft);
}

static bool check_one(as__trial *trial, aftersale_range *range)
{
    return as__model_check(trial, trial->store, &range, 1);
}

static void begin_by_owner(aftersale_range *range, size_t limit, bool is_descending)
{
    as__range_begin(range, BOOK, AFTERSALE_KIND_CUSTOMER, BY_OWNER, limit);
    range->is_descending = is_descending;
}

static aftersale_value text_value(const char *text)
{
    return (aftersale_value){.type = AFTERSALE_TYPE_TEXT, .as.text = text};
}

static void check_limit(as__trial *trial)
{
    for (uint64_t id = 1; id <= 10; id++)
        put_customer(trial, id, "C", id % 2 == 0 ? "ann" : "bob");
    for (size_t limit = 1; limit <= 11; limit++) {
        for (int way = 0; way < 2; way++) {
            aftersale_range range;
            begin_by_owner(&range, limit, way == 1);
            check_one(trial, &range);
            as__range_begin(&range, BOOK, AFTERSALE_KIND_CUSTOMER, 0, limit);
            range.is_descending = way == 1;
            check_one(trial, &range);
        }
    }
}

/* With and without bounds, in both directions: what is not given stands below every bound. */
static void check_not_given(as__trial *trial)
{
    static const char *const owners[] = {"ann", NULL, "", "bob", NULL, "a"};
    for (size_t i = 0; i < COUNT(owners); i++)
        put_customer(trial, i + 1, i % 2 == 0 ? "C" : "B", owners[i]);
    for (int way = 0; way < 8; way++) {
        aftersale_range range;
        begin_by_owner(&range, ALL_ROWS, way % 2 == 1);
        if ((way & 2) != 0)
            range.lower = text_value("a");
        if ((way & 4) != 0)
            range.upper = text_value("b");
        if (!check_one(trial, &range) || !as__model_check_pages(trial, trial->store, &range, 1))
            return;
    }
    aftersale_range absent;
    begin_by_owner(&absent, ALL_ROWS, false);
    as__range_equal_text(&absent, NULL);
    check_one(trial, &absent);
}

static void check_bytes(as__trial *trial)
{
    static const char *const owners[] = {
        "",     "a",  "A",    "B",        "b", "aa",        "ab",   "a b", "a-b",          "a_b",
        "ab ",  "Z",  "z",    "\xC3\x84", "é", "e\xCC\x81", "日本", "😀",   "\xEF\xBF\xBD", "\xC2\x80",
        "\x7F", "\t", "\x01", "10",       "9", "1e1",       "a%",   "%",
    };
    for (size_t i = 0; i < COUNT(owners); i++)
        put_customer(trial, i + 1, "C", owners[i]);
    for (size_t i = 0; i < COUNT(owners) && as__trial_is_fine(trial); i++) {
        aftersale_range equal, from, until;
        aftersale_range *list[3] = {&equal, &from, &until};
        begin_by_owner(&equal, ALL_ROWS, false);
        as__range_equal_text(&equal, owners[i]);
        begin_by_owner(&from, ALL_ROWS, false);
        from.lower = text_value(owners[i]);
        begin_by_owner(&until, ALL_ROWS, true);
        until.upper = text_value(owners[i]);
        as__model_check(trial, trial->store, list, COUNT(list));
    }
}

/* Several ranges of several kinds, of which some give nothing. */
static void check_several(as__trial *trial)
{
    as__sample_fill(trial, BOOK, AFTERSALE_KIND_CUSTOMER, 12);
    as__sample_fill(trial, BOOK, AFTERSALE_KIND_ENROLMENT, 12);
    as__sample_fill(trial, BOOK, AFTERSALE_KIND_EVENT, 12);
    aftersale_range ranges[6];
    aftersale_range *list[6];
    for (size_t i = 0; i < COUNT(list); i++)
        list[i] = &ranges[i];
    as__range_begin(&ranges[0], BOOK, AFTERSALE_KIND_EVENT, 0, 1);
    as__range_equal_number(&ranges[0], 2);
    ranges[0].is_descending = true;
    as__range_begin(&ranges[1], BOOK, AFTERSALE_KIND_GOAL, 0, 5);
    as__range_begin(&ranges[2], BOOK, AFTERSALE_KIND_ENROLMENT, 1, 3);
    begin_by_owner(&ranges[3], 4, false);
    as__range_begin(&ranges[4], AS__TRIAL_OTHER_BOOK, AFTERSALE_KIND_CUSTOMER, BY_OWNER, 4);
    begin_by_owner(&ranges[5], 4, true);
    as__model_check(trial, trial->store, list, COUNT(list));
}

/* Rows may come with the wanted fields only, which must then be right. */
static void check_wants(as__trial *trial)
{
    static const aftersale_kind kinds[] = {AFTERSALE_KIND_CUSTOMER, AFTERSALE_KIND_SALE,
                                           AFTERSALE_KIND_ENROLMENT};
    for (size_t k = 0; k < COUNT(kinds); k++) {
        const as__kind *kind = as__kind_of(kinds[k]);
        as__sample_fill(trial, BOOK, kinds[k], 10);
        for (size_t f = 0; f < kind->field_count + 10; f++) {
            aftersale_range range;
            as__range_begin(&range, BOOK, kinds[k], f % 2 == 0 ? 0 : 1, ALL_ROWS);
            range.wants =
                f < kind->field_count ? UINT64_C(1) << kind->fields[f].face.tag : as__trial_random(trial, 0);
            if (!check_one(trial, &range))
                return;
        }
    }
}

/* Records that ride along are right; what is named and not there is left out. */
static void check_follow(as__trial *trial)
{
    for (uint64_t id = 1; id <= 6; id++)
        put_customer(trial, id, "C", "ann");
    for (uint64_t id = 1; id <= 12; id++) {
        const as__agenda agenda[] = {{"ann", 8, {(int64_t)id}}};
        aftersale_enrolment draft = {.id = id,
                                     .customer = id % 8 + 1,
                                     .sale = id % 3,
                                     .plan = "sale",
                                     .version = 1,
                                     .state = 3,
                                     .run = 1,
                                     .begun = {1},
                                     .agenda = {agenda, 1}};
        aftersale_sale sale = {.id = id, .ref = id % 2 == 0 ? "even" : "odd", .customer = 1, .stage = 4};
        as__trial_put(trial, BOOK, AFTERSALE_KIND_ENROLMENT, &draft);
        if (id <= 2)
            as__trial_put(trial, BOOK, AFTERSALE_KIND_SALE, &sale);
    }
    for (int way = 0; way < 8; way++) {
        aftersale_range range;
        as__range_begin(&range, BOOK, AFTERSALE_KIND_ENROLMENT, way % 2, way < 4 ? ALL_ROWS : 3);
        range.follow[range.follow_count++] = AFTERSALE_FIELD_ENROLMENT_CUSTOMER;
        if (way % 4 >= 2)
            range.follow[range.follow_count++] = AFTERSALE_FIELD_ENROLMENT_SALE;
        check_one(trial, &range);
    }
}

static void make_long_ref(char *out, uint64_t number)
{
    size_t size = 130 + number * 5;
    memset(out, number % 3 == 0 ? 'a' : 'b', size);
    snprintf(out + size, LONG_REF + 1 - size, "%03llu", (unsigned long long)number);
}

static const char *ref_of(const as__row *row)
{
    return ((const aftersale_sale *)row->record)->ref;
}

/* Pages of a range, one behind the other, until there are no more: each sale once, their heads in order. */
static bool walk_long(as__trial *trial, size_t page, bool is_descending)
{
    uint64_t seen = 0;
    char last[LONG_REF + 1] = "";
    aftersale_range range;
    const aftersale_range *one = &range;
    size_t found = 0, got;
    as__range_begin(&range, BOOK, AFTERSALE_KIND_SALE, 1, page);
    range.is_descending = is_descending;
    do {
        aftersale_call call;
        aftersale_rows rows;
        as__call_begin(&call, &trial->owner->memory);
        as__rows_begin(&rows, trial->owner);
        as__range_close(&range);
        aftersale_status status = trial->store->methods->scan(trial->store, &one, 1, &rows, &call);
        if (status == AFTERSALE_OK)
            status = as__rows_close(&rows);
        as__trial_status(trial, "scan over long refs", AFTERSALE_OK, status);
        got = status == AFTERSALE_OK ? rows.count : 0;
        for (size_t i = 0; i < got; i++) {
            int order = strncmp(last, ref_of(&rows.items[i]), 32);
            if (found++ > 0 && (is_descending ? order < 0 : order > 0))
                as__trial_fail(trial, "long refs are not in the order of their first 32 bytes");
            seen |= UINT64_C(1) << (rows.items[i].key.id & 63);
            snprintf(last, sizeof last, "%s", ref_of(&rows.items[i]));
        }
        if (got > 0) {
            const aftersale_record *record = as__shelf_find(trial, &rows.items[got - 1].key);
            if (record != NULL)
                as__range_resume_at(&range, record);
        }
        as__rows_end(&rows);
        as__call_end(&call);
    } while (got > 0 && found <= LONG_SALES && as__trial_is_fine(trial));
    if (as__trial_is_fine(trial) && (found != LONG_SALES || seen != ((UINT64_C(1) << LONG_SALES) - 1) << 1))
        as__trial_fail(trial, "long refs, %zu a page: expected each of %d once, seen %zu", page, LONG_SALES,
                       found);
    return as__trial_is_fine(trial);
}

/* What is longer than 128 bytes may stand in an index by its first 32 bytes and a digest: any order will do
 * that agrees with these. */
static void check_long(as__trial *trial)
{
    char ref[LONG_REF + 1];
    for (uint64_t id = 1; id <= LONG_SALES; id++) {
        make_long_ref(ref, id);
        aftersale_sale sale = {.id = id, .ref = ref, .customer = 1, .stage = 4};
        as__trial_put(trial, BOOK, AFTERSALE_KIND_SALE, &sale);
    }
    for (uint64_t id = 1; id <= LONG_SALES && as__trial_is_fine(trial); id++) {
        aftersale_range range;
        make_long_ref(ref, id);
        as__range_begin(&range, BOOK, AFTERSALE_KIND_SALE, 1, ALL_ROWS);
        as__range_equal_text(&range, ref);
        check_one(trial, &range);
    }
    static const size_t pages[] = {ALL_ROWS, 1, 5};
    for (size_t i = 0; i < COUNT(pages) && as__trial_is_fine(trial); i++) {
        walk_long(trial, pages[i], false);
        walk_long(trial, pages[i], true);
    }
}

/* Numbers whose bytes carry over: what lies behind 255 begins otherwise. */
static void check_numbers(as__trial *trial)
{
    static const uint64_t numbers[] = {1, 254, 255, 256, 257, 65535, 65536, UINT64_C(0xFFFFFFFF), INT64_MAX};
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, EVENTS + COUNT(numbers) * COUNT(numbers));
    for (size_t i = 0; i < COUNT(numbers) * COUNT(numbers); i++) {
        as__note note = {.enrolment = numbers[i / COUNT(numbers)],
                         .number = (int64_t)numbers[i % COUNT(numbers)]};
        as__bundle_put(&bundle, as__trial_make(trial, BOOK, AFTERSALE_KIND_NOTE, &note));
    }
    for (int64_t number = 1; number <= EVENTS; number++) {
        aftersale_event event = {.root = 255,
                                 .number = number,
                                 .type = 1,
                                 .root_kind = 1,
                                 .recorded = {1},
                                 .command = 1,
                                 .hash = {{1}}};
        as__bundle_put(&bundle, as__trial_make(trial, BOOK, AFTERSALE_KIND_EVENT, &event));
    }
    as__bundle_must(&bundle, "notes and events", AFTERSALE_OK, AS__BUNDLE_NONE);
    for (size_t i = 0; i < COUNT(numbers) * 4 && as__trial_is_fine(trial); i++) {
        aftersale_value bound = {.type = AFTERSALE_TYPE_INT, .as.number = (int64_t)numbers[i / 4]};
        aftersale_range notes, events;
        aftersale_range *list[2] = {&notes, &events};
        as__range_begin(&notes, BOOK, AFTERSALE_KIND_NOTE, 0, ALL_ROWS);
        as__range_begin(&events, BOOK, AFTERSALE_KIND_EVENT, 0, ALL_ROWS);
        as__range_equal_number(&events, 255);
        for (size_t j = 0; j < COUNT(list); j++) {
            list[j]->is_descending = i % 2 == 1;
            *(i % 4 < 2 ? &list[j]->lower : &list[j]->upper) = bound;
        }
        as__model_check(trial, trial->store, list, COUNT(list));
        for (size_t j = 0; j < COUNT(list); j++) {
            list[j]->lower.type = list[j]->upper.type = 0;
            as__range_equal_number(list[j], bound.as.number);
        }
        as__model_check(trial, trial->store, list, COUNT(list));
    }
}

static const as__check checks[] = {
    {"scan.limit", check_limit},         {"scan.not_given_first", check_not_given},
    {"scan.text_by_bytes", check_bytes}, {"scan.several_ranges", check_several},
    {"scan.wanted_fields", check_wants}, {"scan.follow", check_follow},
    {"scan.long_text", check_long},      {"scan.numbers", check_numbers},
};
const as__checks as__checks_scan = {checks, COUNT(checks)};
