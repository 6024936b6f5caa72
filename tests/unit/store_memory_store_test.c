/* SPDX-License-Identifier: MIT */
/* S3: the store in memory commits all or nothing, and gives what lies in a range, in its order. */
#include "store_stage.h"

static stage on;

static void set_up(void)
{
    stage_begin(&on);
}

static void tear_down(void)
{
    stage_end(&on);
}

TestSuite(store_memory_store, .init = set_up, .fini = tear_down);

static void put_events(uint64_t root, int count)
{
    for (int i = 0; i < count; i++)
        cr_assert_eq(put_event(&on.unit, root), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
}

static aftersale_range events(uint64_t root, size_t limit)
{
    aftersale_range range;
    as__range_begin(&range, STAGE_BOOK, AFTERSALE_KIND_EVENT, 0, limit);
    if (root != 0)
        as__range_equal_number(&range, (int64_t)root);
    return range;
}

static aftersale_value number(int64_t value)
{
    return (aftersale_value){.type = AFTERSALE_TYPE_INT, .as.number = value};
}

Test(store_memory_store, events_of_a_root)
{
    put_events(5, 3);
    put_events(6, 2);
    aftersale_range all = events(0, 100), one = events(5, 100), back = events(5, 2);
    cr_assert_str_eq(events_in(&on.unit, &all), "501 502 503 601 602");
    cr_assert_str_eq(events_in(&on.unit, &one), "501 502 503");
    back.is_descending = true;
    cr_assert_str_eq(events_in(&on.unit, &back), "503 502");
    aftersale_range none = events(4, 100);
    cr_assert_str_eq(events_in(&on.unit, &none), "");
}

/* The bytes behind a number that ends in 0xFF are shorter than it. */
Test(store_memory_store, roots_and_numbers_at_the_end_of_a_byte)
{
    put_events(0xFF, 2);
    put_events(0x100, 1);
    put_events(0xFFFF, 1);
    put_events(0x10000, 300);
    aftersale_range one = events(0xFF, 100), other = events(0xFFFF, 100);
    cr_assert_str_eq(events_in(&on.unit, &one), "25501 25502");
    cr_assert_str_eq(events_in(&on.unit, &other), "6553501");
    aftersale_range exact = events(0x10000, 100);
    as__range_equal_number(&exact, 255);
    cr_assert_str_eq(events_in(&on.unit, &exact), "6553855");
}

Test(store_memory_store, bounds_of_numbers)
{
    put_events(5, 6);
    put_events(6, 6);
    aftersale_range range = events(5, 100);
    range.lower = number(3);
    range.upper = number(5);
    cr_assert_str_eq(events_in(&on.unit, &range), "503 504");
    range.is_descending = true;
    cr_assert_str_eq(events_in(&on.unit, &range), "504 503");
    range = events(5, 100);
    range.lower = number(5);
    cr_assert_str_eq(events_in(&on.unit, &range), "505 506");
    range = events(5, 100);
    range.upper = number(2);
    cr_assert_str_eq(events_in(&on.unit, &range), "501");
}

Test(store_memory_store, events_go_on_behind)
{
    put_events(5, 3);
    put_events(6, 2);
    put_events(9, 1);
    as__found found;
    aftersale_range range = events(0, 2);
    cr_assert_eq(as__unit_scan(&on.unit, &range, &found), AFTERSALE_OK);
    cr_assert_eq(found.count, 2);
    aftersale_range rest = events(0, 100);
    as__range_resume_at(&rest, found.items[1]);
    cr_assert_str_eq(events_in(&on.unit, &rest), "503 601 602 901");
    aftersale_range at_end = events(5, 100);
    cr_assert_eq(as__unit_scan(&on.unit, &at_end, &found), AFTERSALE_OK);
    aftersale_range nothing = events(5, 100);
    as__range_resume_at(&nothing, found.items[2]);
    cr_assert_str_eq(events_in(&on.unit, &nothing), "");
    aftersale_range back = events(5, 100);
    back.is_descending = true;
    as__range_resume_at(&back, found.items[2]);
    cr_assert_str_eq(events_in(&on.unit, &back), "502 501");
}

Test(store_memory_store, get_of_roots)
{
    aftersale_key keys[] = {as__key_make(STAGE_BOOK, AFTERSALE_KIND_ROOT, 5, 0),
                            as__key_make(STAGE_BOOK, AFTERSALE_KIND_ROOT, 6, 0), product_key(1)};
    aftersale_rows rows;
    aftersale_call call;
    put_events(5, 3);
    as__call_begin(&call, &on.owner.memory);
    as__rows_begin(&rows, &on.owner);
    cr_assert_eq(on.store->methods->get(on.store, keys, 3, &rows, &call), AFTERSALE_OK);
    cr_assert_eq(rows.count, 1);
    cr_assert_eq(rows.items[0].from, 0);
    cr_assert_eq(rows.items[0].revision, 3);
    cr_assert_null(rows.items[0].record);
    as__rows_end(&rows);
    as__call_end(&call);
}

/* S3: books never mix, not even in the order of a key. */
Test(store_memory_store, books_lie_apart)
{
    as__unit elsewhere;
    as__unit_init(&elsewhere, &on.owner, on.store, STAGE_BOOK + 1);
    cr_assert_eq(put_product(&on.unit, 1, "c", "here"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    aftersale_product draft = {.id = 1, .category = "c", .ref = "there"};
    cr_assert_eq(as__unit_put(&elsewhere, AFTERSALE_KIND_PRODUCT, &draft, NULL), AFTERSALE_OK);
    cr_assert_eq(commit(&elsewhere), AFTERSALE_OK);
    aftersale_range range = products("c", false, 10), all;
    cr_assert_str_eq(refs_in(&on.unit, &range), "here");
    as__range_begin(&all, STAGE_BOOK, AFTERSALE_KIND_PRODUCT, 0, 10);
    cr_assert_str_eq(refs_in(&on.unit, &all), "here");
    as__unit_free(&elsewhere);
}

Test(store_memory_store, counters_stay_in_their_bounds)
{
    aftersale_key key = as__key_make(STAGE_BOOK, AFTERSALE_KIND_COUNTER, 0, 1);
    const aftersale_record *record;
    as__counter draft = {.id = 1, .amount = 5, .low = 0, .high = 10};
    cr_assert_eq(as__unit_add(&on.unit, &key, 1), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.unit), AFTERSALE_CONFLICT, "no counter yet");
    as__unit_reset(&on.unit);
    cr_assert_eq(as__unit_put(&on.unit, AFTERSALE_KIND_COUNTER, &draft, NULL), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    cr_assert_eq(as__unit_add(&on.unit, &key, 3), AFTERSALE_OK);
    cr_assert_eq(as__unit_add(&on.unit, &key, 2), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    cr_assert_eq(as__unit_get(&on.unit, &key, &record), AFTERSALE_OK);
    cr_assert_eq(((const as__counter *)record)->amount, 10);
    cr_assert_eq(record->head.revision, 2);
    as__unit_reset(&on.unit);
    cr_assert_eq(as__unit_add(&on.unit, &key, 1), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.unit), AFTERSALE_LIMIT);
    cr_assert(as__key_same(as__unit_failed_key(&on.unit), &key));
    as__unit_reset(&on.unit);
    cr_assert_eq(as__unit_add(&on.unit, &key, -11), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.unit), AFTERSALE_LIMIT);
    as__unit_reset(&on.unit);
    cr_assert_eq(as__unit_add(&on.unit, &key, INT64_MAX), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.unit), AFTERSALE_LIMIT);
}

/* S1, S3: whichever allocation fails, nothing of a commit is seen; then it goes through. */
Test(store_memory_store, commit_without_memory)
{
    cr_assert_eq(put_product(&on.unit, 1, "a", "one"), AFTERSALE_OK);
    cr_assert_eq(put_event(&on.unit, 5), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    size_t failures = 0;
    for (size_t n = 1;; n++) {
        cr_assert_eq(put_product(&on.unit, 1, "b", "one"), AFTERSALE_OK);
        cr_assert_eq(put_product(&on.unit, 2, "a category of more than sixteen bytes", "two"), AFTERSALE_OK);
        cr_assert_eq(put_sale(&on.unit, 3, "S-3"), AFTERSALE_OK);
        cr_assert_eq(put_event(&on.unit, 5), AFTERSALE_OK);
        cr_assert_eq(put_event(&on.unit, 6), AFTERSALE_OK);
        on.memory.fail_at = on.memory.calls + n;
        aftersale_status status = as__unit_commit(&on.unit);
        on.memory.fail_at = 0;
        as__unit_reset(&on.unit);
        if (status == AFTERSALE_OK)
            break;
        cr_assert_eq(status, AFTERSALE_NO_MEMORY);
        failures++;
        aftersale_range a = products("a", false, 10), b = products("b", false, 10), log;
        cr_assert_str_eq(refs_in(&on.unit, &a), "one");
        cr_assert_str_eq(refs_in(&on.unit, &b), "");
        as__range_begin(&log, STAGE_BOOK, AFTERSALE_KIND_EVENT, 0, 10);
        cr_assert_str_eq(events_in(&on.unit, &log), "501");
        as__unit_reset(&on.unit);
    }
    cr_assert_gt(failures, 5);
    aftersale_range b = products("b", false, 10), log;
    cr_assert_str_eq(refs_in(&on.unit, &b), "one");
    as__range_begin(&log, STAGE_BOOK, AFTERSALE_KIND_EVENT, 0, 10);
    cr_assert_str_eq(events_in(&on.unit, &log), "501 502 601");
}

/* A record that somebody holds outlives its successor and its store. */
Test(store_memory_store, records_are_shared)
{
    aftersale_key key = product_key(1);
    const aftersale_record *record;
    cr_assert_eq(put_product(&on.unit, 1, "a", "one"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    cr_assert_eq(as__unit_get(&on.unit, &key, &record), AFTERSALE_OK);
    record = aftersale_record_keep(record);
    as__unit_reset(&on.unit);
    cr_assert_eq(put_product(&on.unit, 1, "b", "two"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    cr_assert_str_eq(((const aftersale_product *)record)->ref, "one");
    aftersale_record_free(record);
}
