/* SPDX-License-Identifier: MIT */
#include "support/failing_memory.h"
#include "value/json.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const as__json_limits usual = {1 << 20, 32};

static aftersale_status read_text(const char *text, as__problems *problems, as__json *json)
{
    as__problems_init(problems, &as__memory_system);
    return as__json_read(&as__memory_system, text, strlen(text), usual, 1, problems, json);
}

static void check_good(const char *text)
{
    as__problems problems;
    as__json json;
    cr_assert_eq(read_text(text, &problems, &json), AFTERSALE_OK, "%s: %s", text,
                 problems.count > 0 ? problems.items[0].text : "");
    cr_assert_not_null(json.root);
    cr_assert_eq(problems.count, 0);
    as__json_free(&json);
    as__problems_free(&problems);
}

/* Refused with this as the first problem. */
static void check_bad(const char *text, int32_t message, const char *path, int32_t line)
{
    as__problems problems;
    as__json json;
    cr_assert_eq(read_text(text, &problems, &json), AFTERSALE_INVALID, "%s", text);
    cr_assert_null(json.root);
    cr_assert_geq(problems.count, 1, "%s", text);
    cr_assert_eq(problems.items[0].number, message, "%s: %s", text, problems.items[0].text);
    cr_assert_str_eq(problems.items[0].path, path, "%s: %s", text, problems.items[0].path);
    cr_assert_eq(problems.items[0].line, line, "%s: line %d", text, problems.items[0].line);
    cr_assert_str_eq(problems.path, "");
    as__json_free(&json);
    as__problems_free(&problems);
}

Test(value_json, good)
{
    static const char *const good[] = {
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1.5e-10",
        "1E+5",
        "12345678901234567890",
        "\"\"",
        " \t\r\n{ \"a\" : [ 1 , 2 , { } ] } \n",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"",
        "[[[[]]]]",
        "{\"a\":1,\"A\":2}",
        "{\"\":1}",
        "\"gr\xc3\xb6\xc3\x9f"
        "e\"",
        "\xef\xbb\xbf{\"a\":1}",
        "\xef\xbb\xbf"
        "1",
        "{\"a\":{\"b\":1},\"c\":{\"b\":1}}",
        "\"\x7f\"",
        "1e308",
    };
    for (size_t i = 0; i < COUNT(good); i++)
        check_good(good[i]);
}

Test(value_json, refuses_what_is_not_json)
{
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "[",
        "\"",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "{\"a\":1",
        "tru",
        "True",
        "nul",
        "NaN",
        "Infinity",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x10",
        "1 2",
        "{} {}",
        "{}x",
        "// comment\n1",
        "/* c */1",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\",
        "\"\\u",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800\\n\"",
        "\"a\tb\"",
        "\"a\nb\"",
        "\"\x01\"",
        "[\"a\"",
        "{\"a\" 1}",
        "{1:1}",
        "]",
        "}",
        ",",
        ":",
        "\xef\xbb\xbf",
        "\v1",
        "truex",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        as__problems problems;
        as__json json;
        cr_assert_eq(read_text(bad[i], &problems, &json), AFTERSALE_INVALID, "%s", bad[i]);
        cr_assert_null(json.root);
        cr_assert_eq(problems.items[0].number, AS__MESSAGE_NOT_JSON, "%s: %s", bad[i],
                     problems.items[0].text);
        as__json_free(&json);
        as__problems_free(&problems);
    }
}

Test(value_json, says_where)
{
    check_bad("{\n \"a\": 1,\n \"b\": x\n}", AS__MESSAGE_NOT_JSON, "b", 3);
    check_bad("{\"steps\": [1,\n2,\n{\"after\": 01}]}", AS__MESSAGE_NOT_JSON, "steps[2]", 3);
    check_bad("[1,\n\n2 3]", AS__MESSAGE_NOT_JSON, "", 3);
    check_bad("{\"a\":\n\"\\u0000\"}", AS__MESSAGE_CONTROL_SIGN, "a", 2);
    check_bad("{\"a\\u0000\": 1}", AS__MESSAGE_CONTROL_SIGN, "", 1);
    check_bad("{\"a\": {\"b\": 1,\n \"b\": 2}}", AS__MESSAGE_DUPLICATE_KEY, "a.b", 2);
    check_bad("[0, {\"a\": 1,\n \"\\u0061\":\n 2}]", AS__MESSAGE_DUPLICATE_KEY, "[1].a", 3);
    check_bad("{\"n\": 1e999}", AS__MESSAGE_OUT_OF_RANGE, "n", 1);
    check_bad("{\"n\": -1e999}", AS__MESSAGE_OUT_OF_RANGE, "n", 1);
    check_bad("[\n1000000000000000000000000000000000000000000000000000000000000000000]",
              AS__MESSAGE_OUT_OF_RANGE, "[0]", 2);
    check_bad("{\"a\":\n \"\xc3\x28\"}", AS__MESSAGE_NOT_UTF8, "", 2);
    check_bad("\"\xed\xa0\x80\"", AS__MESSAGE_NOT_UTF8, "", 1);
}

Test(value_json, tells_the_byte)
{
    as__problems problems;
    as__json json;
    cr_assert_eq(read_text("{\"a\": 1,\n  \"b\": x}", &problems, &json), AFTERSALE_INVALID);
    cr_assert_str_eq(problems.items[0].text, "is not valid JSON: value is missing at byte 8 of the line");
    as__problems_free(&problems);
}

Test(value_json, tells_all_duplicates_at_once)
{
    as__problems problems;
    as__json json;
    cr_assert_eq(read_text("{\"a\":1,\"a\":2,\"b\":{\"c\":1,\"c\":1},\"a\":3,\"d\":1e999}", &problems, &json),
                 AFTERSALE_INVALID);
    cr_assert_eq(problems.count, 4);
    cr_assert_str_eq(problems.items[1].path, "b.c");
    cr_assert_str_eq(problems.items[2].path, "a");
    cr_assert_str_eq(problems.items[3].path, "d");
    as__problems_free(&problems);
}

Test(value_json, nul_inside_is_refused)
{
    as__problems problems;
    as__json json;
    as__problems_init(&problems, &as__memory_system);
    cr_assert_eq(as__json_read(&as__memory_system, "[1]\0", 4, usual, 1, &problems, &json),
                 AFTERSALE_INVALID);
    cr_assert_eq(problems.items[0].number, AS__MESSAGE_NOT_UTF8);
    as__problems_free(&problems);
}

Test(value_json, limits)
{
    as__problems problems;
    as__json json;
    as__problems_init(&problems, &as__memory_system);
    as__json_limits small = {8, 2};
    cr_assert_eq(as__json_read(&as__memory_system, "[[12345]]", 9, small, 5, &problems, &json),
                 AFTERSALE_INVALID);
    cr_assert_eq(problems.items[0].number, AS__MESSAGE_TOO_LONG);
    cr_assert_eq(problems.items[0].line, 5);
    as__problems_reset(&problems);
    cr_assert_eq(as__json_read(&as__memory_system, "[[1234]]", 8, small, 1, &problems, &json), AFTERSALE_OK);
    as__json_free(&json);
    cr_assert_eq(as__json_read(&as__memory_system, "[[\n[1]]]", 8, small, 1, &problems, &json),
                 AFTERSALE_INVALID);
    cr_assert_eq(problems.items[0].number, AS__MESSAGE_TOO_DEEP);
    cr_assert_str_eq(problems.items[0].path, "[0][0]");
    cr_assert_eq(problems.items[0].line, 2);
    as__problems_free(&problems);
}

Test(value_json, deepest_is_bounded_whatever_the_limit)
{
    as__json_limits boundless = {1 << 20, 1 << 30};
    size_t size = 100000;
    char *text = malloc(size);
    memset(text, '[', size);
    as__problems problems;
    as__json json;
    as__problems_init(&problems, &as__memory_system);
    cr_assert_eq(as__json_read(&as__memory_system, text, size, boundless, 1, &problems, &json),
                 AFTERSALE_INVALID);
    cr_assert_eq(problems.items[0].number, AS__MESSAGE_TOO_DEEP);
    as__problems_free(&problems);
    free(text);
}

Test(value_json, objects_hold_so_many_keys_and_no_more)
{
    for (int keys = 512; keys <= 513; keys++) {
        as__buffer text;
        as__buffer_init(&text, &as__memory_system);
        for (int i = 0; i < keys; i++)
            as__buffer_format(&text, "%c\"k%d\":%d", i == 0 ? '{' : ',', i, i);
        as__buffer_byte(&text, '}');
        if (keys == 512)
            check_good(as__buffer_string(&text));
        else
            check_bad(as__buffer_string(&text), AS__MESSAGE_TOO_MANY, "", 1);
        as__buffer_free(&text);
    }
}

Test(value_json, each_value_has_its_line)
{
    as__problems problems;
    as__json json;
    as__problems_init(&problems, &as__memory_system);
    const char *text = "\n{\"a\":\n [1,\n  {\"b\": 2}],\n \"c\": \"x\\n\\n\",\r\n \"d\": null}";
    cr_assert_eq(as__json_read(&as__memory_system, text, strlen(text), usual, 10, &problems, &json),
                 AFTERSALE_OK);
    const cJSON *list = cJSON_GetObjectItem(json.root, "a");
    const cJSON *object = cJSON_GetArrayItem(list, 1);
    cr_assert_eq(json.count, 7);
    cr_assert_eq(as__json_line(&json, json.root), 11);
    cr_assert_eq(as__json_line(&json, list), 12);
    cr_assert_eq(as__json_line(&json, cJSON_GetArrayItem(list, 0)), 12);
    cr_assert_eq(as__json_line(&json, object), 13);
    cr_assert_eq(as__json_line(&json, cJSON_GetObjectItem(object, "b")), 13);
    cr_assert_eq(as__json_line(&json, cJSON_GetObjectItem(json.root, "c")), 14);
    cr_assert_eq(as__json_line(&json, cJSON_GetObjectItem(json.root, "d")), 15);
    cJSON other = {0};
    cr_assert_eq(as__json_line(&json, &other), 0);
    as__json_free(&json);
    as__problems_free(&problems);
}

Test(value_json, keeps_the_path_of_the_caller)
{
    as__problems problems;
    as__json json;
    as__problems_init(&problems, &as__memory_system);
    size_t mark = as__path_field(&problems, "template");
    cr_assert_eq(as__json_read(&as__memory_system, "{\"a\": ?}", 8, usual, 1, &problems, &json),
                 AFTERSALE_INVALID);
    cr_assert_str_eq(problems.items[0].path, "template.a");
    as__path_pop(&problems, mark);
    as__problems_free(&problems);
}

/* cJSON must agree with the scan on every document that passes it. */
Test(value_json, damaged_documents_are_refused_or_read)
{
    static const char document[] =
        "{\"a\":[1,-2.5e3,true,null],\"b\":\"x\\u00e9\\n\",\"c\":{\"d\":\"\xc3\xa9\"}}";
    char text[sizeof document];
    for (size_t at = 0; at + 1 < sizeof document; at++) {
        for (int wrong = 0; wrong < 256; wrong++) {
            as__problems problems;
            as__json json;
            memcpy(text, document, sizeof document);
            text[at] = (char)wrong;
            as__problems_init(&problems, &as__memory_system);
            aftersale_status status =
                as__json_read(&as__memory_system, text, sizeof text - 1, usual, 1, &problems, &json);
            if (status == AFTERSALE_NO_MEMORY || (status == AFTERSALE_OK) != (problems.count == 0))
                cr_assert_fail("byte %zu as %d", at, wrong);
            as__json_free(&json);
            as__problems_free(&problems);
        }
    }
}

Test(value_json, shortened_documents_are_refused)
{
    static const char document[] =
        "{\"a\":[1,-2.5e3,true,null],\"b\":\"x\\u00e9\\n\",\"c\":{\"d\":\"\xc3\xa9\"}}";
    for (size_t size = 0; size + 1 < sizeof document; size++) {
        /* In memory of its own size, so that reading past it is seen. */
        char *text = malloc(size + 1);
        memcpy(text, document, size);
        char *exact = realloc(text, size == 0 ? 1 : size);
        as__problems problems;
        as__json json;
        as__problems_init(&problems, &as__memory_system);
        cr_assert_eq(as__json_read(&as__memory_system, exact, size, usual, 1, &problems, &json),
                     AFTERSALE_INVALID);
        as__problems_free(&problems);
        free(exact);
    }
}

Test(value_json, survives_every_failed_allocation)
{
    bool reached = true;
    for (size_t n = 1; reached; n++) {
        failing_memory host = {.fail_at = n};
        as__memory memory = {failing_memory_resize, &host};
        as__problems problems;
        as__json json;
        as__problems_init(&problems, &memory);
        const char *text = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]";
        aftersale_status status = as__json_read(&memory, text, strlen(text), usual, 1, &problems, &json);
        reached = host.calls >= n;
        cr_assert_eq(status, reached ? AFTERSALE_NO_MEMORY : AFTERSALE_OK, "call %zu", n);
        as__json_free(&json);
        as__problems_free(&problems);
        cr_assert_eq(host.held, 0);
        cr_assert_eq(host.faults, 0);
    }
}

Test(value_json, writes_text)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x1f", "\"\\u0001\\u001f\""},
        {"\x7f/\xc3\xa9", "\"\x7f/\xc3\xa9\""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        as__buffer out;
        as__buffer_init(&out, &as__memory_system);
        as__json_write_text(&out, rows[i].in);
        cr_assert_str_eq(as__buffer_string(&out), rows[i].out);
        as__problems problems;
        as__json json;
        cr_assert_eq(read_text(as__buffer_string(&out), &problems, &json), AFTERSALE_OK);
        cr_assert_str_eq(json.root->valuestring, rows[i].in);
        as__json_free(&json);
        as__problems_free(&problems);
        as__buffer_free(&out);
    }
}

/* S70: what a host keeps as JSON is kept as it was written. */
Test(value_json, source)
{
    static const char text[] = "\xEF\xBB\xBF {\"a\": 1.50 ,\n \"b\" : { \"c\":[ ] } , \"d\":\"e\\u0041\"}";
    as__problems problems;
    as__json json;
    size_t size;
    cr_assert_eq(read_text(text, &problems, &json), AFTERSALE_OK);
    const char *number = as__json_source(&json, cJSON_GetObjectItemCaseSensitive(json.root, "a"), &size);
    cr_assert(size == 4 && memcmp(number, "1.50", size) == 0);
    const char *object = as__json_source(&json, cJSON_GetObjectItemCaseSensitive(json.root, "b"), &size);
    cr_assert(size == 11 && memcmp(object, "{ \"c\":[ ] }", size) == 0, "%.*s", (int)size, object);
    const char *string = as__json_source(&json, cJSON_GetObjectItemCaseSensitive(json.root, "d"), &size);
    cr_assert(size == 9 && memcmp(string, "\"e\\u0041\"", size) == 0, "%.*s", (int)size, string);
    const char *whole = as__json_source(&json, json.root, &size);
    cr_assert(whole == text + 4 && size == sizeof text - 1 - 4);
    cJSON stranger = {0};
    cr_assert_null(as__json_source(&json, &stranger, &size));
    as__json_free(&json);
    as__problems_free(&problems);
}
