/* SPDX-License-Identifier: MIT */
/* S4: equal content has an equal digest; whatever a command says differently makes another. */
#include "schema_command_json.h"

static as__arena arena;

static void set_up(void)
{
    as__arena_init(&arena, &as__memory_system);
}

static void tear_down(void)
{
    as__arena_free(&arena);
}

TestSuite(schema_argument_digest, .init = set_up, .fini = tear_down);

static as__hash digest(int32_t command, const void *args)
{
    static const uint8_t secret[16] = {1};
    as__hash hash;
    as__arguments_digest(as__arguments_of(command), secret, args, &hash);
    return hash;
}

static bool is_same(as__hash a, as__hash b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static as__hash digest_without(const as__arguments *arguments, const char *but)
{
    void *args = as__arena_take(&arena, arguments->size);
    as__problems problems;
    as__buffer line;
    as__json json;
    as__buffer_init(&line, &as__memory_system);
    as__problems_init(&problems, &as__memory_system);
    command_json_fields(&line, arguments->fields, arguments->field_count, arguments->clears, but);
    cr_assert_eq(as__json_read(&as__memory_system, (const char *)line.data, line.size,
                               (as__json_limits){1 << 20, 32}, 1, &problems, &json),
                 AFTERSALE_OK);
    cr_assert_eq(as__arguments_read(arguments, &json, json.root, &arena, &problems, args), AFTERSALE_OK);
    as__json_free(&json);
    as__problems_free(&problems);
    as__buffer_free(&line);
    return digest(arguments->command, args);
}

static bool is_about_the_call(const char *name)
{
    return strcmp(name, "at") == 0 || strcmp(name, "expect") == 0 || strcmp(name, "flags") == 0 ||
           strcmp(name, "idempotency") == 0;
}

Test(schema_argument_digest, every_argument_counts)
{
    for (int32_t command = 1; as__arguments_of(command) != NULL; command++) {
        const as__arguments *arguments = as__arguments_of(command);
        as__hash whole = digest_without(arguments, "");
        for (size_t i = 0; i < arguments->field_count; i++) {
            const char *name = arguments->fields[i].face.name;
            if (strcmp(name, "until") == 0 || strcmp(name, "from") == 0)
                continue; /* items have them too */
            cr_assert_eq(is_same(digest_without(arguments, name), whole), is_about_the_call(name), "%s.%s",
                         arguments->name, name);
        }
    }
}

#define SALE(...) digest(AFTERSALE_DO_SALE_RECORD, AFTERSALE_ARGS(sale_record, .ref = "S", __VA_ARGS__))
#define LINE(...) SALE(.lines = AFTERSALE_LIST(sale_line, {__VA_ARGS__}))

Test(schema_argument_digest, content)
{
    cr_assert(is_same(SALE(.owner = "ann"), SALE(.owner = "ann", .at = {5}, .idempotency = "k")));
    cr_assert_not(is_same(SALE(.owner = "ann"), SALE(.owner = "bob")));
    cr_assert_not(is_same(SALE(.owner = "ann"), SALE(.billing = "ann")), "the same text in another field");
    cr_assert_not(is_same(SALE(.customer.ref = "C"), SALE(.plan = "C")));
    cr_assert_not(is_same(SALE(.total = {1, "GBP"}), SALE(.total = {1, "EUR"})));
    cr_assert_not(is_same(SALE(.sold = {2026, 1, 2}), SALE(.delivered = {2026, 1, 2})));
    cr_assert_not(is_same(SALE(.sold_time = {1, 0, 0, 0}), SALE(.owner = NULL)), "midnight is a time");
}

Test(schema_argument_digest, items)
{
    cr_assert(
        is_same(LINE(.product.ref = "A", .quantity = {6, 0}), LINE(.product.ref = "A", .quantity = {60, 1})));
    cr_assert(is_same(LINE(.price = {10, "GBP", 1}), LINE(.price = {100, "GBP", 2})));
    cr_assert_not(is_same(LINE(.price = {10, "GBP", 1}), LINE(.price = {10, "GBP", 2})));
    cr_assert_not(is_same(LINE(.product.ref = "A"), LINE(.product.ref = "B")));
    cr_assert_not(is_same(SALE(.lines = AFTERSALE_LIST(sale_line, {.specs = "a"}, {.product.ref = "b"})),
                          SALE(.lines = AFTERSALE_LIST(sale_line, {.specs = "a", .product.ref = "b"},
                                                       {.specs = NULL}))),
                  "where an item ends");
    cr_assert(
        is_same(LINE(.product.ref = "A"), LINE(.product.ref = "A", .returned = {1, 0}, .against.ref = "x")));
    typedef struct newer {
        aftersale_sale_line known;
        uint64_t more;
    } newer;
    newer lines[] = {{.known.product.ref = "A"}, {.known.product.ref = "B"}};
    cr_assert(is_same(SALE(.lines = {&lines[0].known, 2, sizeof(newer)}),
                      SALE(.lines = AFTERSALE_LIST(sale_line, {.product.ref = "A"}, {.product.ref = "B"}))));
}

#define CUSTOMER(...) digest(AFTERSALE_DO_CUSTOMER_PUT, AFTERSALE_ARGS(customer_put, .ref = "C", __VA_ARGS__))

Test(schema_argument_digest, texts)
{
    cr_assert_not(
        is_same(CUSTOMER(.tags = AFTERSALE_TEXTS("a", "b")), CUSTOMER(.tags = AFTERSALE_TEXTS("ab"))));
    cr_assert_not(
        is_same(CUSTOMER(.tags = AFTERSALE_TEXTS("a", "b")), CUSTOMER(.tags = AFTERSALE_TEXTS("b", "a"))));
    cr_assert_not(is_same(CUSTOMER(.name = ""), CUSTOMER(.name = NULL)), "empty is not absent");
}

/* The same words in another command are another content. */
Test(schema_argument_digest, commands_differ)
{
    aftersale_id touch = {.bytes = {1}};
    cr_assert_not(is_same(
        digest(AFTERSALE_DO_TOUCH_CLAIM, AFTERSALE_ARGS(touch_claim, .touch = touch, .actor = "a")),
        digest(AFTERSALE_DO_TOUCH_RELEASE, AFTERSALE_ARGS(touch_release, .touch = touch, .actor = "a"))));
}

/* Digests are stored: this one may never change. */
Test(schema_argument_digest, for_all_time)
{
    static const uint8_t expected[16] = {0xe6, 0x76, 0x0a, 0xa7, 0x90, 0xf1, 0x96, 0x50,
                                         0xf3, 0xe8, 0xac, 0x36, 0x9e, 0xfe, 0x60, 0x11};
    as__hash found = SALE(.customer.ref = "C",
                          .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .quantity = {15, 1}}),
                          .total = {1050, "GBP"}, .sold = {2026, 11, 21}, .sold_time = {1, 9, 30, 0});
    for (size_t i = 0; i < 16; i++)
        cr_assert_eq(found.bytes[i], expected[i], "byte %zu", i);
}
