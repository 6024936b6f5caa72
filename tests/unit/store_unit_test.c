/* SPDX-License-Identifier: MIT */
/* S3, S77: the unit of work sees what it put, takes back what failed, and commits all or nothing. */
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

TestSuite(store_unit, .init = set_up, .fini = tear_down);

static void stored(uint64_t id, const char *category, const char *ref)
{
    cr_assert_eq(put_product(&on.unit, id, category, ref), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
}

static const char *ref_of(as__unit *unit, uint64_t id)
{
    aftersale_key key = product_key(id);
    const aftersale_record *record;
    aftersale_status status = as__unit_get(unit, &key, &record);
    if (status == AFTERSALE_NOT_FOUND)
        return "none";
    cr_assert_eq(status, AFTERSALE_OK);
    return ((const aftersale_product *)record)->ref;
}

Test(store_unit, sees_what_it_put)
{
    stored(1, "c", "b");
    cr_assert_eq(put_product(&on.unit, 1, "c", "b2"), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.unit, 2, "c", "a"), AFTERSALE_OK);
    cr_assert_str_eq(ref_of(&on.unit, 1), "b2");
    cr_assert_str_eq(ref_of(&on.unit, 2), "a");
    cr_assert_str_eq(ref_of(&on.other, 1), "b", "nobody else does before the commit");
    cr_assert_str_eq(ref_of(&on.other, 2), "none");
    as__unit_reset(&on.other);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    cr_assert_str_eq(ref_of(&on.other, 1), "b2");
    cr_assert_str_eq(ref_of(&on.other, 2), "a");
}

Test(store_unit, remove)
{
    aftersale_key key = product_key(1);
    stored(1, "c", "a");
    cr_assert_str_eq(ref_of(&on.unit, 1), "a");
    cr_assert_eq(as__unit_remove(&on.unit, &key), AFTERSALE_OK);
    cr_assert_str_eq(ref_of(&on.unit, 1), "none");
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    cr_assert_str_eq(ref_of(&on.unit, 1), "none");
    aftersale_range range = products("c", false, 10);
    cr_assert_str_eq(refs_in(&on.unit, &range), "");
}

Test(store_unit, revisions_grow)
{
    aftersale_key key = product_key(1);
    const aftersale_record *record;
    for (uint64_t revision = 1; revision <= 3; revision++) {
        stored(1, "c", "a");
        cr_assert_eq(as__unit_get(&on.unit, &key, &record), AFTERSALE_OK);
        cr_assert_eq(record->head.revision, revision);
        as__unit_reset(&on.unit);
    }
    cr_assert_eq(put_product(&on.unit, 1, "c", "b"), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.unit, 1, "c", "c"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    cr_assert_eq(as__unit_get(&on.unit, &key, &record), AFTERSALE_OK);
    cr_assert_eq(record->head.revision, 4, "one commit is one change");
}

Test(store_unit, conflict)
{
    aftersale_key key = product_key(1);
    stored(1, "c", "a");
    cr_assert_eq(put_product(&on.unit, 1, "c", "mine"), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.unit, 2, "c", "too"), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.other, 1, "c", "theirs"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.other), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.unit), AFTERSALE_CONFLICT);
    cr_assert(as__key_same(as__unit_failed_key(&on.unit), &key));
    as__unit_reset(&on.unit);
    cr_assert_null(as__unit_failed_key(&on.unit));
    cr_assert_str_eq(ref_of(&on.unit, 1), "theirs");
    cr_assert_str_eq(ref_of(&on.unit, 2), "none");
}

Test(store_unit, what_was_not_there_must_not_be)
{
    cr_assert_eq(put_product(&on.unit, 1, "c", "mine"), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.other, 1, "c", "theirs"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.other), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.unit), AFTERSALE_CONFLICT);
}

Test(store_unit, expect)
{
    aftersale_key key = product_key(1);
    stored(1, "c", "a");
    cr_assert_str_eq(ref_of(&on.unit, 1), "a");
    cr_assert_eq(as__unit_expect(&on.unit, &key), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.unit, 2, "c", "b"), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.other, 1, "c", "changed"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.other), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.unit), AFTERSALE_CONFLICT);
    as__unit_reset(&on.unit);
    cr_assert_str_eq(ref_of(&on.unit, 1), "changed");
    cr_assert_eq(as__unit_expect(&on.unit, &key), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.unit, 2, "c", "b"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
}

Test(store_unit, unique_entries)
{
    aftersale_key key = as__key_make(STAGE_BOOK, AFTERSALE_KIND_SALE, 0, 2);
    cr_assert_eq(put_sale(&on.unit, 1, "S-1"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.unit, 1, "c", "x"), AFTERSALE_OK);
    cr_assert_eq(put_sale(&on.unit, 2, "S-1"), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.unit), AFTERSALE_EXISTS);
    cr_assert(as__key_same(as__unit_failed_key(&on.unit), &key));
    as__unit_reset(&on.unit);
    cr_assert_str_eq(ref_of(&on.unit, 1), "none");
    cr_assert_eq(put_sale(&on.unit, 2, "S-2"), AFTERSALE_OK);
    cr_assert_eq(put_sale(&on.unit, 3, "S-2"), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.unit), AFTERSALE_EXISTS, "two of one commit");
    as__unit_reset(&on.unit);
    cr_assert_eq(put_sale(&on.unit, 2, "S-2"), AFTERSALE_OK);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
}

/* S77: a command that fails changes nothing; what came before it stays. */
Test(store_unit, take_back)
{
    stored(1, "c", "a");
    cr_assert_eq(put_product(&on.unit, 1, "c", "b"), AFTERSALE_OK);
    cr_assert_eq(put_event(&on.unit, 5), AFTERSALE_OK);
    size_t mark = as__unit_mark(&on.unit);
    aftersale_key key = product_key(1), counter = as__key_make(STAGE_BOOK, AFTERSALE_KIND_COUNTER, 0, 1);
    cr_assert_eq(put_product(&on.unit, 1, "d", "c"), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.unit, 2, "d", "d"), AFTERSALE_OK);
    cr_assert_eq(put_event(&on.unit, 5), AFTERSALE_OK);
    cr_assert_eq(put_event(&on.unit, 6), AFTERSALE_OK);
    cr_assert_eq(as__unit_add(&on.unit, &counter, 1), AFTERSALE_OK);
    aftersale_range d = products("d", false, 10), c = products("c", false, 10);
    cr_assert_str_eq(refs_in(&on.unit, &d), "c d");
    as__unit_take_back(&on.unit, mark);
    cr_assert_str_eq(ref_of(&on.unit, 1), "b");
    cr_assert_str_eq(ref_of(&on.unit, 2), "none");
    cr_assert_str_eq(refs_in(&on.unit, &d), "");
    cr_assert_str_eq(refs_in(&on.unit, &c), "b");
    const aftersale_event *last;
    cr_assert_eq(as__unit_last_event(&on.unit, 5, &last), AFTERSALE_OK);
    cr_assert_eq(last->number, 1);
    cr_assert_eq(as__unit_last_event(&on.unit, 6, &last), AFTERSALE_OK);
    cr_assert_null(last);
    cr_assert(as__unit_is_pending(&on.unit, &key));
    as__unit_take_back(&on.unit, 0);
    cr_assert_not(as__unit_is_pending(&on.unit, &key));
    cr_assert_str_eq(ref_of(&on.unit, 1), "a");
    cr_assert_eq(on.unit.pending, 0);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK, "nothing to write");
    cr_assert_str_eq(ref_of(&on.unit, 1), "a");
}

/* S67: events are numbered without gap; who numbers the same root at the same time has to begin again. */
Test(store_unit, events_of_a_root)
{
    aftersale_key key;
    cr_assert_eq(put_event(&on.unit, 5), AFTERSALE_OK);
    cr_assert_eq(put_event(&on.unit, 5), AFTERSALE_OK);
    cr_assert_eq(put_event(&on.other, 5), AFTERSALE_OK);
    cr_assert(as__unit_root_written(&on.unit, 0, &key));
    cr_assert_eq(key.id, 2);
    cr_assert_eq(as__unit_newest_command(&on.unit), 502);
    cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    cr_assert_eq(as__unit_commit(&on.other), AFTERSALE_CONFLICT);
    as__unit_reset(&on.other);
    cr_assert_eq(put_event(&on.other, 5), AFTERSALE_OK);
    cr_assert_eq(put_event(&on.other, 6), AFTERSALE_OK);
    cr_assert_eq(commit(&on.other), AFTERSALE_OK);
    aftersale_range log;
    as__range_begin(&log, STAGE_BOOK, AFTERSALE_KIND_EVENT, 0, 10);
    cr_assert_str_eq(events_in(&on.unit, &log), "501 502 503 601");
}

Test(store_unit, scan_merges_what_was_put)
{
    aftersale_key removed = product_key(3);
    stored(1, "c", "a");
    stored(2, "c", "c");
    stored(3, "c", "e");
    stored(4, "d", "x");
    cr_assert_eq(put_product(&on.unit, 5, "c", "b"), AFTERSALE_OK);
    cr_assert_eq(put_product(&on.unit, 1, "c", "z"), AFTERSALE_OK);  /* moves to the end */
    cr_assert_eq(put_product(&on.unit, 4, "c", "aa"), AFTERSALE_OK); /* comes from elsewhere */
    cr_assert_str_eq(ref_of(&on.unit, 3), "e");
    cr_assert_eq(as__unit_remove(&on.unit, &removed), AFTERSALE_OK);
    aftersale_range up = products("c", false, 10), down = products("c", true, 10);
    cr_assert_str_eq(refs_in(&on.unit, &up), "aa b c z");
    cr_assert_str_eq(refs_in(&on.unit, &down), "z c b aa");
    aftersale_range few = products("c", false, 2), last = products("c", true, 3),
                    d = products("d", false, 10);
    cr_assert_str_eq(refs_in(&on.unit, &few), "aa b");
    cr_assert_str_eq(refs_in(&on.unit, &last), "z c b");
    cr_assert_str_eq(refs_in(&on.unit, &d), "");
}

Test(store_unit, scan_by_key)
{
    stored(1, NULL, "a");
    stored(3, NULL, "c");
    cr_assert_eq(put_product(&on.unit, 2, NULL, "b"), AFTERSALE_OK);
    aftersale_range range;
    as__range_begin(&range, STAGE_BOOK, AFTERSALE_KIND_PRODUCT, 0, 10);
    cr_assert_str_eq(refs_in(&on.unit, &range), "a b c");
    range.is_descending = true;
    cr_assert_str_eq(refs_in(&on.unit, &range), "c b a");
    aftersale_range none = products(NULL, false, 10);
    cr_assert_str_eq(refs_in(&on.unit, &none), "a b c", "what is not given is a value of its own");
}

/* S1: whichever allocation fails, the status says so and the unit can be taken back and used again. */
Test(store_unit, no_memory)
{
    stored(1, "c", "a");
    for (size_t n = 1;; n++) {
        as__unit_free(&on.other);
        as__unit_init(&on.other, &on.owner, on.store, STAGE_BOOK);
        aftersale_range range = products("c", false, 10);
        as__found found;
        on.memory.fail_at = on.memory.calls + n;
        aftersale_status status = put_product(&on.other, 1, "c", "b");
        if (status == AFTERSALE_OK)
            status = put_product(&on.other, 2, "c", "c");
        if (status == AFTERSALE_OK)
            status = put_event(&on.other, 5);
        if (status == AFTERSALE_OK)
            status = as__unit_scan(&on.other, &range, &found);
        bool through = on.memory.calls < on.memory.fail_at;
        on.memory.fail_at = 0;
        cr_assert_eq(status, through ? AFTERSALE_OK : AFTERSALE_NO_MEMORY, "allocation %zu", n);
        as__unit_take_back(&on.other, 0);
        cr_assert_str_eq(ref_of(&on.other, 1), "a");
        cr_assert_eq(put_product(&on.other, 1, "c", "d"), AFTERSALE_OK);
        cr_assert_str_eq(refs_in(&on.other, &range), "d");
        if (through)
            break;
    }
}

/* Scans against a model: what is stored, and what the unit put on top of it. */

#define IDS 60
#define REFS 40

typedef struct model_product {
    bool is_there;
    int category, ref;
} model_product;

static model_product model[IDS];
static uint64_t state = 1181783497276652981u;
static const char *const categories[] = {NULL, "a", "b",
                                         "a longer name of a category, more than sixteen bytes"};
static char refs[REFS][8];

static uint64_t below(uint64_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 11) % limit;
}

static void change_some(as__unit *unit, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        uint64_t id = below(IDS);
        if (model[id].is_there && below(3) == 0) {
            aftersale_key key = product_key(id + 1);
            const aftersale_record *record;
            cr_assert_eq(as__unit_get(unit, &key, &record), AFTERSALE_OK);
            cr_assert_eq(as__unit_remove(unit, &key), AFTERSALE_OK);
            model[id].is_there = false;
            continue;
        }
        model[id] = (model_product){true, (int)below(4), (int)below(REFS)};
        cr_assert_eq(put_product(unit, id + 1, categories[model[id].category], refs[model[id].ref]),
                     AFTERSALE_OK);
    }
}

/* Order within a category: ref, then id. */
static bool is_before(size_t a, size_t b)
{
    return model[a].ref != model[b].ref ? model[a].ref < model[b].ref : a < b;
}

static size_t expected(int category, bool is_descending, size_t *ids)
{
    size_t count = 0;
    for (size_t id = 0; id < IDS; id++) {
        size_t at = count;
        if (!model[id].is_there || model[id].category != category)
            continue;
        while (at > 0 && is_before(id, ids[at - 1]) != is_descending) {
            ids[at] = ids[at - 1];
            at--;
        }
        ids[at] = id;
        count++;
    }
    return count;
}

/* In pages, each of which goes on behind the last row of the one before. */
static void check_pages(as__unit *unit, int category, bool is_descending, size_t page)
{
    size_t ids[IDS], count = expected(category, is_descending, ids), seen = 0;
    const aftersale_record *last = NULL;
    for (;;) {
        aftersale_range range = products(categories[category], is_descending, page);
        as__found found;
        if (last != NULL)
            as__range_resume_at(&range, last);
        cr_assert_eq(as__unit_scan(unit, &range, &found), AFTERSALE_OK);
        for (size_t i = 0; i < found.count; i++, seen++) {
            cr_assert_lt(seen, count);
            cr_assert_eq(((const aftersale_product *)found.items[i])->id, ids[seen] + 1, "row %zu of %zu",
                         seen, count);
        }
        if (found.count < page)
            break;
        last = found.items[found.count - 1];
    }
    cr_assert_eq(seen, count);
}

Test(store_unit, scans_against_a_model)
{
    for (size_t i = 0; i < REFS; i++)
        snprintf(refs[i], sizeof refs[i], "r%02zu", i);
    for (int round = 0; round < 300; round++) {
        change_some(&on.unit, below(30));
        cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
        for (int step = 0; step < 3; step++) {
            for (int category = 0; category < 4; category++)
                check_pages(&on.unit, category, below(2) != 0, 1 + below(12));
            change_some(&on.unit, below(6));
        }
        cr_assert_eq(commit(&on.unit), AFTERSALE_OK);
    }
}
