/* SPDX-License-Identifier: MIT */
#include "exchange/sheet_writer.h"
#include "support/failing_memory.h"
#include <criterion/criterion.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const as__merge_field fields[] = {
    {"customer", "Ann {product} Fowler"}, {"product", "B24"}, {"owner", NULL}, {"empty", ""}};

/* S16: fields in a step's text. */
Test(exchange_merge, S16_fills_fields)
{
    static const struct {
        const char *text, *merged;
    } cases[] = {
        {"", ""},
        {"Dear {customer}!", "Dear Ann {product} Fowler!"},
        {"{product}{product}", "B24B24"},
        {"from {owner}.", "from ."},
        {"[{empty}]", "[]"},
        {"{unknown} {products} {Product} { product}", "{unknown} {products} {Product} { product}"},
        {"{{product}", "{product}"},
        {"{{{product}", "{B24"},
        {"{{{{", "{{"},
        {"a } b }} {product", "a } b }} {product"},
        {"{pro{product}", "{proB24"},
        {"{", "{"},
        {"{}", "{}"},
        {"gr\xc3\xbc\xc3\x9f {product} \xe2\x9c\x93", "gr\xc3\xbc\xc3\x9f B24 \xe2\x9c\x93"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        as__buffer out;
        as__buffer_init(&out, &as__memory_system);
        as__merge(cases[i].text, fields, COUNT(fields), &out);
        cr_expect_str_eq(as__buffer_string(&out), cases[i].merged, "%s", cases[i].text);
        as__buffer_free(&out);
    }
}

Test(exchange_merge, S16_without_memory)
{
    failing_memory failing = {.fail_at = 1};
    as__memory memory = {failing_memory_resize, &failing};
    as__buffer out;
    as__buffer_init(&out, &memory);
    as__merge("Dear {customer}", fields, COUNT(fields), &out);
    cr_assert(out.failed);
    as__buffer_free(&out);
    cr_assert_eq(failing.held, 0);
}
