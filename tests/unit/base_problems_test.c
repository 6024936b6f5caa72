/* SPDX-License-Identifier: MIT */
#include "base/problems.h"
#include "support/failing_memory.h"
#include <criterion/criterion.h>
#include <string.h>

Test(base_problems, notes_path_line_number_and_words)
{
    as__problems problems;
    as__problems_init(&problems, &as__memory_system);
    size_t lines = as__path_field(&problems, "lines");
    size_t item = as__path_item(&problems, 2);
    size_t price = as__path_field(&problems, "price");
    as__problem(&problems, 7, AS__MESSAGE_NEGATIVE, NULL);
    as__path_pop(&problems, price);
    as__problem(&problems, 0, AS__MESSAGE_TOO_LONG, "is longer than 12 bytes");
    as__path_pop(&problems, item);
    as__path_pop(&problems, lines);
    as__problem(&problems, 1, AS__MESSAGE_REQUIRED, NULL);

    cr_assert_eq(problems.count, 3);
    cr_assert_eq(problems.items[0].struct_size, sizeof(aftersale_problem));
    cr_assert_str_eq(problems.items[0].path, "lines[2].price");
    cr_assert_eq(problems.items[0].line, 7);
    cr_assert_eq(problems.items[0].number, AS__MESSAGE_NEGATIVE);
    cr_assert_str_eq(problems.items[0].text, "must be above zero");
    cr_assert_str_eq(problems.items[1].path, "lines[2]");
    cr_assert_str_eq(problems.items[1].text, "is longer than 12 bytes");
    cr_assert_str_eq(problems.items[2].path, "");
    cr_assert_not(problems.failed);
    as__problems_free(&problems);
}

Test(base_problems, keeps_sixty_four_and_counts_all)
{
    as__problems problems;
    as__problems_init(&problems, &as__memory_system);
    for (int i = 0; i < 100; i++)
        as__problem(&problems, i, AS__MESSAGE_REQUIRED, NULL);
    cr_assert_eq(problems.count, AS__PROBLEMS_MAX);
    cr_assert_eq(problems.seen, 100);
    cr_assert_eq(problems.items[63].line, 63);
    as__problems_reset(&problems);
    cr_assert_eq(problems.count, 0);
    cr_assert_eq(problems.seen, 0);
    as__problems_free(&problems);
}

Test(base_problems, cuts_a_path_at_a_code_point)
{
    as__problems problems;
    as__problems_init(&problems, &as__memory_system);
    for (int i = 0; i < 50; i++)
        as__path_field(&problems, "größe€");
    size_t size = strlen(problems.path);
    cr_assert_leq(size, sizeof problems.path - 1);
    cr_assert_geq(size, sizeof problems.path - 4);
    const char *last = problems.path + size - 1;
    while (((unsigned char)*last & 0xC0) == 0x80)
        last--;
    unsigned char first = (unsigned char)*last;
    size_t whole = first < 0x80 ? 1 : first < 0xE0 ? 2 : 3;
    cr_assert_eq((size_t)(problems.path + size - last), whole);
    as__problems_free(&problems);
}

Test(base_problems, path_is_the_same_after_pop_from_a_full_path)
{
    as__problems problems;
    as__problems_init(&problems, &as__memory_system);
    size_t outer = as__path_field(&problems, "steps");
    size_t marks[60];
    for (size_t i = 0; i < 60; i++)
        marks[i] = as__path_field(&problems, "a_rather_long_name");
    for (size_t i = 60; i > 0; i--)
        as__path_pop(&problems, marks[i - 1]);
    cr_assert_str_eq(problems.path, "steps");
    as__path_pop(&problems, outer);
    cr_assert_str_eq(problems.path, "");
    as__problems_free(&problems);
}

Test(base_problems, lets_no_control_character_into_a_path)
{
    as__problems problems;
    as__problems_init(&problems, &as__memory_system);
    as__path_field(&problems, "a\nb\x1b[2J\x7f");
    cr_assert_str_eq(problems.path, "a?b?[2J?");
    as__problems_free(&problems);
}

Test(base_problems, counts_on_when_there_is_no_memory)
{
    failing_memory host = {.fail_at = 1};
    as__memory memory = {failing_memory_resize, &host};
    as__problems problems;
    as__problems_init(&problems, &memory);
    as__path_field(&problems, "name");
    as__problem(&problems, 0, AS__MESSAGE_REQUIRED, NULL);
    cr_assert(problems.failed);
    cr_assert_eq(problems.seen, 1);
    cr_assert_eq(problems.count, 0, "no list without memory for it");
    as__problems_free(&problems);
    cr_assert_eq(host.held, 0);
}
