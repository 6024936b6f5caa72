/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include "support/failing_memory.h"
#include <criterion/criterion.h>
#include <string.h>

static bool all_zero(const void *data, size_t size)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

static bool is_aligned(const void *data)
{
    return (uintptr_t)data % 16 == 0;
}

Test(base_memory, takes_zeroed_and_grows)
{
    uint8_t *data = as__memory_take(&as__memory_system, 100);
    cr_assert_not_null(data);
    cr_assert(all_zero(data, 100));
    cr_assert(is_aligned(data));
    memset(data, 7, 100);
    data = as__memory_grow(&as__memory_system, data, 100, 5000);
    cr_assert_eq(data[99], 7);
    as__memory_give(&as__memory_system, data, 5000);
    as__memory_give(&as__memory_system, NULL, 0);
}

Test(base_memory, never_asks_for_nothing)
{
    failing_memory host = {0};
    as__memory memory = {failing_memory_resize, &host};
    void *data = as__memory_take(&memory, 0);
    cr_assert_not_null(data);
    data = as__memory_grow(&memory, data, 0, 0);
    cr_assert_not_null(data);
    as__memory_give(&memory, data, 0);
    cr_assert_eq(host.held, 0);
    cr_assert_eq(host.faults, 0);
}

Test(base_memory, tells_when_there_is_none)
{
    failing_memory host = {.fail_at = 1};
    as__memory memory = {failing_memory_resize, &host};
    cr_assert_null(as__memory_take(&memory, 10));
    cr_assert_eq(host.held, 0);
}

Test(base_arena, gives_zeroed_aligned_pieces_that_stay)
{
    failing_memory host = {0};
    as__memory memory = {failing_memory_resize, &host};
    as__arena arena;
    as__arena_init(&arena, &memory);
    uint8_t *pieces[300];
    for (size_t i = 0; i < 300; i++) {
        pieces[i] = as__arena_take(&arena, i);
        cr_assert_not_null(pieces[i]);
        cr_assert(is_aligned(pieces[i]));
        cr_assert(all_zero(pieces[i], i));
        memset(pieces[i], (int)(i % 255) + 1, i);
    }
    for (size_t i = 0; i < 300; i++) {
        for (size_t at = 0; at < i; at++)
            cr_assert_eq(pieces[i][at], i % 255 + 1);
    }
    as__arena_free(&arena);
    cr_assert_eq(host.held, 0);
    cr_assert_eq(host.faults, 0);
}

Test(base_arena, takes_pieces_larger_than_a_block)
{
    as__arena arena;
    as__arena_init(&arena, &as__memory_system);
    uint8_t *large = as__arena_take(&arena, 1000000);
    cr_assert(all_zero(large, 1000000));
    cr_assert_null(as__arena_take(&arena, SIZE_MAX - 8));
    cr_assert_null(as__arena_text(&arena, "", SIZE_MAX));
    as__arena_free(&arena);
}

Test(base_arena, reset_keeps_one_block_and_zeroes_again)
{
    failing_memory host = {0};
    as__memory memory = {failing_memory_resize, &host};
    as__arena arena;
    as__arena_init(&arena, &memory);
    as__arena_reset(&arena);
    for (int i = 0; i < 100; i++)
        memset(as__arena_take(&arena, 1000), 0xFF, 1000);
    size_t held = host.held, calls = host.calls;
    as__arena_reset(&arena);
    cr_assert_lt(host.held, held);
    cr_assert_gt(host.held, 0);
    cr_assert(all_zero(as__arena_take(&arena, 1000), 1000));
    cr_assert_eq(host.calls, calls);
    as__arena_free(&arena);
    cr_assert_eq(host.held, 0);
}

Test(base_arena, copies_text_with_a_nul)
{
    as__arena arena;
    as__arena_init(&arena, &as__memory_system);
    cr_assert_str_eq(as__arena_text(&arena, "abcdef", 3), "abc");
    cr_assert_str_eq(as__arena_text(&arena, NULL, 0), "");
    as__arena_free(&arena);
}

Test(base_arena, survives_a_failed_block)
{
    failing_memory host = {.fail_at = 2};
    as__memory memory = {failing_memory_resize, &host};
    as__arena arena;
    as__arena_init(&arena, &memory);
    cr_assert_not_null(as__arena_take(&arena, 10));
    cr_assert_null(as__arena_take(&arena, 100000));
    cr_assert_not_null(as__arena_take(&arena, 10));
    as__arena_free(&arena);
    cr_assert_eq(host.held, 0);
}

Test(base_buffer, appends)
{
    failing_memory host = {0};
    as__memory memory = {failing_memory_resize, &host};
    as__buffer buffer;
    as__buffer_init(&buffer, &memory);
    cr_assert_str_eq(as__buffer_string(&buffer), "");
    as__buffer_text(&buffer, "one");
    as__buffer_byte(&buffer, ' ');
    as__buffer_append(&buffer, "two+", 3);
    as__buffer_append(&buffer, NULL, 0);
    as__buffer_format(&buffer, " %s %d", "three", 4);
    cr_assert_str_eq(as__buffer_string(&buffer), "one two three 4");
    cr_assert_eq(buffer.size, strlen("one two three 4"));
    as__buffer_free(&buffer);
    cr_assert_eq(host.held, 0);
    cr_assert_eq(host.faults, 0);
}

Test(base_buffer, grows_over_every_boundary)
{
    as__buffer buffer;
    as__buffer_init(&buffer, &as__memory_system);
    for (int i = 0; i < 5000; i++) {
        as__buffer_format(&buffer, "%c", 'a' + i % 26);
        cr_assert_eq(strlen(as__buffer_string(&buffer)), (size_t)i + 1);
    }
    for (int i = 0; i < 5000; i++)
        cr_assert_eq(buffer.data[i], 'a' + i % 26);
    as__buffer_free(&buffer);
}

Test(base_buffer, stays_failed_after_every_failed_call)
{
    for (size_t n = 1;; n++) {
        failing_memory host = {.fail_at = n};
        as__memory memory = {failing_memory_resize, &host};
        as__buffer buffer;
        as__buffer_init(&buffer, &memory);
        for (int i = 0; i < 500; i++)
            as__buffer_format(&buffer, "%d,", i);
        bool reached = host.calls >= n;
        cr_assert_eq(buffer.failed, reached);
        cr_assert_eq(as__buffer_string(&buffer) == NULL, reached);
        size_t size = buffer.size;
        as__buffer_text(&buffer, "more");
        cr_assert_eq(buffer.size, reached ? size : size + 4);
        as__buffer_free(&buffer);
        cr_assert_eq(host.held, 0);
        if (!reached)
            break;
    }
}

Test(base_buffer, refuses_sizes_that_cannot_be)
{
    as__buffer buffer;
    as__buffer_init(&buffer, &as__memory_system);
    as__buffer_append(&buffer, "x", SIZE_MAX - 1);
    cr_assert(buffer.failed);
    as__buffer_free(&buffer);
}
