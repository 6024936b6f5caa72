/* SPDX-License-Identifier: MIT */
/* The hash table of records, held against an array of what is in it. */
#include "store/table.h"
#include "support/failing_memory.h"
#include <criterion/criterion.h>

#define IDS 700

static aftersale_customer records[IDS][2]; /* two records of each key */
static const aftersale_record *inside[IDS];
static uint64_t state = 2463534242u;

static uint64_t below(uint64_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 11) % limit;
}

static void make_records(void)
{
    for (size_t i = 0; i < IDS; i++) {
        for (size_t n = 0; n < 2; n++) {
            records[i][n].head.kind = AFTERSALE_KIND_CUSTOMER;
            records[i][n].head.book = i % 3;
            records[i][n].id = i / 3 + 1;
        }
    }
}

static const aftersale_record *record_at(size_t i, size_t n)
{
    return (const aftersale_record *)&records[i][n];
}

static void check_all(const as__table *table)
{
    size_t at = 0, count = 0, walked = 0;
    for (size_t i = 0; i < IDS; i++) {
        aftersale_key key = as__key_of(record_at(i, 0));
        cr_assert_eq(as__table_get(table, &key), inside[i], "id %zu", i);
        count += inside[i] != NULL;
    }
    cr_assert_eq(table->count, count);
    while (as__table_next(table, &at) != NULL)
        walked++;
    cr_assert_eq(walked, count);
}

Test(store_table, against_an_array)
{
    failing_memory memory = {0};
    as__memory counted = {failing_memory_resize, &memory};
    as__table table;
    as__table_init(&table, &counted);
    make_records();
    check_all(&table);
    for (int round = 0; round < 20000; round++) {
        size_t i = below(IDS);
        aftersale_key key = as__key_of(record_at(i, 0));
        const aftersale_record *before = inside[i];
        if (below(round < 10000 ? 5 : 2) != 0) {
            inside[i] = record_at(i, below(2));
            cr_assert(as__table_reserve(&table, 1));
            cr_assert_eq(as__table_put(&table, inside[i]), before);
        } else {
            inside[i] = NULL;
            cr_assert_eq(as__table_remove(&table, &key), before);
        }
        if (round % 500 == 0)
            check_all(&table);
    }
    check_all(&table);
    as__table_free(&table);
    cr_assert_eq(memory.held, 0);
    cr_assert_eq(memory.faults, 0);
}

/* S3: what was reserved is taken without memory; what could not be reserved changes nothing. */
Test(store_table, no_memory)
{
    failing_memory memory = {0};
    as__memory failing = {failing_memory_resize, &memory};
    as__table table;
    as__table_init(&table, &failing);
    make_records();
    cr_assert(as__table_reserve(&table, 100));
    memory.fail_at = memory.calls + 1;
    for (size_t i = 0; i < 100; i++) {
        inside[i] = record_at(i, 0);
        (void)as__table_put(&table, inside[i]);
    }
    check_all(&table);
    cr_assert_not(as__table_reserve(&table, 1000));
    check_all(&table);
    cr_assert(as__table_reserve(&table, 1000));
    check_all(&table);
    as__table_free(&table);
    cr_assert_eq(memory.held, 0);
}
