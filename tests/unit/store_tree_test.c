/* SPDX-License-Identifier: MIT */
/* The ordered map, held against a sorted array. */
#include "store/tree.h"
#include "support/failing_memory.h"
#include <criterion/criterion.h>
#include <string.h>

#define KEYS_MAX 4000
#define KEY_MAX 40

typedef struct model_key {
    uint8_t bytes[KEY_MAX];
    size_t size;
    const aftersale_record *record;
} model_key;

static model_key model[KEYS_MAX];
static size_t model_count;
static char records[KEYS_MAX]; /* only their addresses are of use */
static uint64_t state = 88172645463325252u;

static uint64_t below(uint64_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 11) % limit;
}

static const aftersale_record *record_at(size_t i)
{
    return (const aftersale_record *)(const void *)&records[i];
}

/* Few different bytes, so that keys share long beginnings; also ends of the range, and zeros that look like padding. */
static model_key some_key(void)
{
    static const uint8_t bytes[] = {0, 1, 'a', 0xFF};
    model_key key = {.size = below(4) == 0 ? below(KEY_MAX + 1) : 14 + below(6)};
    size_t shared = below(2) == 0 ? key.size : below(key.size + 1);
    for (size_t i = 0; i < key.size; i++)
        key.bytes[i] = i < shared && i % 5 != 4 ? 'a' : bytes[below(4)];
    return key;
}

static aftersale_bytes bytes_of(const model_key *key)
{
    return (aftersale_bytes){key->bytes, key->size};
}

static size_t model_place(const model_key *key)
{
    size_t at = 0;
    while (at < model_count && aftersale_bytes_compare(bytes_of(&model[at]), bytes_of(key)) < 0)
        at++;
    return at;
}

static bool model_has(const model_key *key)
{
    size_t at = model_place(key);
    return at < model_count && aftersale_bytes_compare(bytes_of(&model[at]), bytes_of(key)) == 0;
}

static void model_insert(const model_key *key)
{
    size_t at = model_place(key);
    memmove(&model[at + 1], &model[at], (model_count - at) * sizeof *model);
    model[at] = *key;
    model_count++;
}

static void model_remove(const model_key *key)
{
    size_t at = model_place(key);
    model_count--;
    memmove(&model[at], &model[at + 1], (model_count - at) * sizeof *model);
}

static void check_walk(const as__tree *tree)
{
    as__place place = as__tree_seek(tree, (aftersale_bytes){NULL, 0});
    size_t seen = 0;
    for (; !as__place_is_end(tree, place); as__place_next(tree, &place), seen++)
        cr_assert_eq(as__place_record(tree, place), model[seen].record, "place %zu", seen);
    cr_assert_eq(seen, model_count);
    while (as__place_previous(tree, &place))
        cr_assert_eq(as__place_record(tree, place), model[--seen].record, "place %zu", seen);
    cr_assert_eq(seen, 0);
}

static void check_seek(const as__tree *tree)
{
    for (int i = 0; i < 50; i++) {
        model_key key = some_key();
        size_t at = model_place(&key);
        as__place place = as__tree_seek(tree, bytes_of(&key));
        cr_assert_eq(as__place_is_end(tree, place), at == model_count);
        if (at < model_count)
            cr_assert_eq(as__place_record(tree, place), model[at].record);
        cr_assert_eq(as__tree_has(tree, bytes_of(&key)), model_has(&key));
    }
}

static void insert_some(as__tree *tree, size_t wanted)
{
    for (size_t i = 0; i < wanted && model_count < KEYS_MAX - 1; i++) {
        model_key key = some_key();
        key.record = record_at(below(KEYS_MAX));
        aftersale_status status = as__tree_insert(tree, bytes_of(&key), key.record);
        cr_assert_eq(status, model_has(&key) ? AFTERSALE_EXISTS : AFTERSALE_OK);
        if (status == AFTERSALE_OK)
            model_insert(&key);
    }
}

static void remove_some(as__tree *tree, size_t wanted)
{
    for (size_t i = 0; i < wanted && model_count > 0; i++) {
        model_key key = below(8) == 0 ? some_key() : model[below(model_count)];
        as__tree_remove(tree, bytes_of(&key));
        if (model_has(&key))
            model_remove(&key);
    }
}

Test(store_tree, against_a_sorted_array)
{
    failing_memory memory = {0};
    as__memory counted = {failing_memory_resize, &memory};
    as__tree tree;
    as__tree_init(&tree, &counted);
    check_walk(&tree);
    for (int round = 0; round < 60; round++) {
        insert_some(&tree, round < 40 ? 100 : 20);
        remove_some(&tree, round < 40 ? 40 : 300);
        check_walk(&tree);
        check_seek(&tree);
    }
    cr_assert_eq(model_count, 0);
    as__tree_free(&tree);
    cr_assert_eq(memory.held, 0);
    cr_assert_eq(memory.faults, 0);
}

static void in_order(as__tree *tree, size_t count, bool is_rising)
{
    for (size_t i = 0; i < count; i++) {
        size_t number = is_rising ? i : count - 1 - i;
        model_key key = {
            .size = 2, .bytes = {(uint8_t)(number >> 8), (uint8_t)number}, .record = record_at(number)};
        cr_assert_eq(as__tree_insert(tree, bytes_of(&key), key.record), AFTERSALE_OK);
        model_insert(&key);
    }
    check_walk(tree);
}

Test(store_tree, rising_and_falling_keys)
{
    as__tree tree;
    for (int rising = 0; rising < 2; rising++) {
        as__tree_init(&tree, &as__memory_system);
        model_count = 0;
        in_order(&tree, 1000, rising != 0);
        as__tree_free(&tree);
    }
}

Test(store_tree, replace)
{
    as__tree tree;
    as__tree_init(&tree, &as__memory_system);
    insert_some(&tree, 500);
    for (size_t i = 0; i < model_count; i += 3) {
        model[i].record = record_at(i);
        as__tree_replace(&tree, bytes_of(&model[i]), record_at(i));
    }
    as__tree_replace(&tree, (aftersale_bytes){(const uint8_t *)"zzz", 3}, record_at(0));
    check_walk(&tree);
    as__tree_free(&tree);
}

/* S3: an insert without memory leaves the tree as it was. */
Test(store_tree, no_memory)
{
    failing_memory memory = {0};
    as__memory failing = {failing_memory_resize, &memory};
    as__tree tree;
    as__tree_init(&tree, &failing);
    size_t failures = 0;
    for (int i = 0; i < 3000; i++) {
        model_key key = some_key();
        key.record = record_at(below(KEYS_MAX));
        memory.fail_at = memory.calls + 1 + below(3);
        aftersale_status status = as__tree_insert(&tree, bytes_of(&key), key.record);
        failures += status == AFTERSALE_NO_MEMORY;
        if (status == AFTERSALE_OK)
            model_insert(&key);
        if (i % 100 == 0)
            check_walk(&tree);
    }
    cr_assert_gt(failures, 10);
    check_walk(&tree);
    as__tree_free(&tree);
    cr_assert_eq(memory.held, 0);
    cr_assert_eq(memory.faults, 0);
}

Test(store_tree, forest)
{
    failing_memory memory = {0};
    as__memory counted = {failing_memory_resize, &memory};
    as__forest forest;
    as__tree *trees[120];
    as__forest_init(&forest, &counted);
    for (size_t i = 0; i < 120; i++) {
        size_t mixed = i * 77 % 120;
        trees[mixed] =
            as__forest_make(&forest, mixed / 20, (aftersale_kind)(mixed / 4 % 5 + 1), (int32_t)(mixed % 4));
        cr_assert_not_null(trees[mixed]);
    }
    for (size_t i = 0; i < 120; i++) {
        uint64_t book = i / 20;
        aftersale_kind kind = (aftersale_kind)(i / 4 % 5 + 1);
        cr_assert_eq(as__forest_find(&forest, book, kind, (int32_t)(i % 4)), trees[i]);
        cr_assert_eq(as__forest_make(&forest, book, kind, (int32_t)(i % 4)), trees[i]);
    }
    cr_assert_eq(forest.count, 120);
    cr_assert_null(as__forest_find(&forest, 99, 1, 0));
    memory.fail_at = memory.calls + 1;
    cr_assert_null(as__forest_make(&forest, 99, 1, 0));
    cr_assert_null(as__forest_find(&forest, 99, 1, 0));
    as__forest_free(&forest);
    cr_assert_eq(memory.held, 0);
}
