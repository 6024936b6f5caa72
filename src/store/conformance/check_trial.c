/* SPDX-License-Identifier: MIT */
#include "store/conformance/check_trial.h"
#include "store/conformance/bundle.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void as__trial_begin(as__trial *trial, const aftersale_conformance_run_args *args, as__owner *owner,
                     aftersale_store *store, uint64_t seed)
{
    *trial = (as__trial){
        .args = args,
        .owner = owner,
        .store = store,
        .random = seed * UINT64_C(0x9E3779B97F4A7C15) + 1,
        .result = AFTERSALE_CHECK_PASSED,
    };
    as__arena_init(&trial->arena, &owner->memory);
}

void as__trial_end(as__trial *trial)
{
    const as__memory *memory = &trial->owner->memory;
    for (size_t i = 0; i < trial->made_count; i++)
        aftersale_record_free(trial->made[i]);
    as__memory_give(memory, trial->made, trial->made_room * sizeof *trial->made);
    as__memory_give(memory, trial->shelf, trial->shelf_room * sizeof *trial->shelf);
    as__arena_free(&trial->arena);
}

void as__trial_close(aftersale_store *store)
{
    if (store == NULL)
        return;
    if (store->library != NULL)
        aftersale_store_free(store);
    else
        store->methods->close(store);
}

bool as__trial_fail(as__trial *trial, const char *format, ...)
{
    va_list arguments;
    if (trial->result == AFTERSALE_CHECK_FAILED)
        return false;
    trial->result = AFTERSALE_CHECK_FAILED;
    va_start(arguments, format);
    vsnprintf(trial->text, sizeof trial->text, format, arguments);
    va_end(arguments);
    return false;
}

bool as__trial_skip(as__trial *trial, const char *why)
{
    if (trial->result != AFTERSALE_CHECK_PASSED)
        return false;
    trial->result = AFTERSALE_CHECK_SKIPPED;
    snprintf(trial->text, sizeof trial->text, "%s", why);
    return false;
}

bool as__trial_is_fine(const as__trial *trial)
{
    return trial->result != AFTERSALE_CHECK_FAILED;
}

bool as__trial_status(as__trial *trial, const char *what, aftersale_status expected, aftersale_status seen)
{
    if (seen == expected)
        return true;
    return as__trial_fail(trial, "%s: expected %s, seen %s", what, aftersale_status_name(expected),
                          aftersale_status_name(seen));
}

/* A step of xorshift, spread by a multiplication; `below` 0 is all 64 bits. */
uint64_t as__trial_random(as__trial *trial, uint64_t below)
{
    trial->random ^= trial->random >> 12;
    trial->random ^= trial->random << 25;
    trial->random ^= trial->random >> 27;
    uint64_t number = trial->random * UINT64_C(0x2545F4914F6CDD1D);
    return below == 0 ? number : (number >> 11) % below;
}

void *as__trial_take(as__trial *trial, size_t size)
{
    void *taken = as__arena_take(&trial->arena, size);
    if (taken == NULL)
        as__trial_fail(trial, "out of memory");
    return taken;
}

/* Appends to one of the trial's two lists of records. */
static bool append(as__trial *trial, const aftersale_record ***items, size_t *count, size_t *room,
                   const aftersale_record *record)
{
    if (*count == *room) {
        size_t more = *room == 0 ? 64 : *room * 2;
        const aftersale_record **grown =
            as__memory_grow(&trial->owner->memory, *items, *room * sizeof(aftersale_record *),
                            more * sizeof(aftersale_record *));
        if (grown == NULL)
            return as__trial_fail(trial, "out of memory");
        *items = grown;
        *room = more;
    }
    (*items)[(*count)++] = record;
    return true;
}

const aftersale_record *as__trial_make_as(as__trial *trial, uint64_t book, aftersale_kind kind, void *draft,
                                          uint64_t revision)
{
    as__head *head = draft;
    const aftersale_record *record;
    head->book = book;
    head->revision = revision;
    if (as__record_seal(trial->owner, kind, draft, &record) != AFTERSALE_OK) {
        as__trial_fail(trial, "out of memory");
        return NULL;
    }
    if (append(trial, &trial->made, &trial->made_count, &trial->made_room, record))
        return record;
    aftersale_record_free(record);
    return NULL;
}

const aftersale_record *as__trial_make(as__trial *trial, uint64_t book, aftersale_kind kind, void *draft)
{
    as__head *head = draft;
    head->kind = (int16_t)kind;
    head->book = book;
    aftersale_key key = as__key_of(draft);
    return as__trial_make_as(trial, book, kind, draft, as__shelf_revision(trial, &key) + 1);
}

bool as__trial_put(as__trial *trial, uint64_t book, aftersale_kind kind, void *draft)
{
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_put(&bundle, as__trial_make(trial, book, kind, draft));
    return as__bundle_must(&bundle, "put of one record", AFTERSALE_OK, AS__BUNDLE_NONE);
}

static size_t place_of(const as__trial *trial, const aftersale_key *key)
{
    size_t i = 0;
    for (; i < trial->shelf_count; i++) {
        aftersale_key here = as__key_of(trial->shelf[i]);
        if (as__key_same(&here, key))
            break;
    }
    return i;
}

const aftersale_record *as__shelf_find(const as__trial *trial, const aftersale_key *key)
{
    size_t place = place_of(trial, key);
    return place < trial->shelf_count ? trial->shelf[place] : NULL;
}

void as__shelf_set(as__trial *trial, const aftersale_record *record)
{
    aftersale_key key = as__key_of(record);
    size_t place = place_of(trial, &key);
    if (place < trial->shelf_count)
        trial->shelf[place] = record;
    else
        append(trial, &trial->shelf, &trial->shelf_count, &trial->shelf_room, record);
}

void as__shelf_remove(as__trial *trial, const aftersale_key *key)
{
    size_t place = place_of(trial, key);
    if (place < trial->shelf_count)
        trial->shelf[place] = trial->shelf[--trial->shelf_count];
}

uint64_t as__shelf_last_event(const as__trial *trial, uint64_t book, uint64_t root)
{
    uint64_t last = 0;
    for (size_t i = 0; i < trial->shelf_count; i++) {
        aftersale_key key = as__key_of(trial->shelf[i]);
        if (key.kind == AFTERSALE_KIND_EVENT && key.book == book && key.root == root && key.id > last)
            last = key.id;
    }
    return last;
}

uint64_t as__shelf_revision(const as__trial *trial, const aftersale_key *key)
{
    const aftersale_record *record = as__shelf_find(trial, key);
    return record != NULL ? record->head.revision : 0;
}

bool as__trial_read(as__trial *trial, const aftersale_key *key, as__row *out)
{
    aftersale_call call;
    aftersale_rows rows;
    *out = (as__row){.key = *key};
    as__call_begin(&call, &trial->owner->memory);
    as__rows_begin(&rows, trial->owner);
    aftersale_status status = trial->store->methods->get(trial->store, key, 1, &rows, &call);
    if (status == AFTERSALE_OK)
        status = as__rows_close(&rows);
    as__trial_status(trial, "get of one key", AFTERSALE_OK, status);
    if (status == AFTERSALE_OK && rows.count > 0) {
        *out = rows.items[0];
        if (out->record != NULL &&
            append(trial, &trial->made, &trial->made_count, &trial->made_room, out->record))
            (void)aftersale_record_keep(out->record);
    }
    as__rows_end(&rows);
    as__call_end(&call);
    return as__trial_is_fine(trial);
}

aftersale_store *as__trial_open_rival(as__trial *trial)
{
    aftersale_store *rival = NULL;
    if (trial->args->rival == NULL)
        return trial->store;
    aftersale_status status = trial->args->rival(trial->args->user, &rival);
    return as__trial_status(trial, "rival()", AFTERSALE_OK, status) ? rival : NULL;
}

void as__trial_close_rival(as__trial *trial, aftersale_store *rival)
{
    if (rival != trial->store)
        as__trial_close(rival);
}

const char *as__trial_difference(const aftersale_record *a, const aftersale_record *b, uint64_t wants)
{
    const as__kind *kind = as__kind_of(a->head.kind);
    for (size_t i = 0; i < kind->field_count; i++) {
        const as__field *field = &kind->fields[i];
        if ((wants >> field->face.tag & 1) == 0)
            continue;
        /* What is empty but given is the same to as__field_same() only where both are. */
        if (as__field_given(field, a) != as__field_given(field, b) || !as__field_same(field, a, b))
            return field->face.name;
    }
    return NULL;
}
