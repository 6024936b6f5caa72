/* SPDX-License-Identifier: MIT */
#include "value/json_scan.h"
#include "value/text.h"
#include <stdio.h>
#include <string.h>

#define NUMBER_MAX 63 /* cJSON reads no more of a number */

typedef struct scanner {
    const char *text, *next, *end;
    const char *line_start;
    int32_t line;
    int max_depth;
    bool refused; /* a problem was noted, though scanning went on */
    as__problems *problems;
    as__buffer *marks;
} scanner;

static void push_places(as__problems *problems, const as__json_place *place)
{
    if (place == NULL)
        return;
    push_places(problems, place->outer);
    if (place->key == NULL) {
        as__path_item(problems, place->index);
        return;
    }
    char name[64];
    size_t size = as__utf8_cut(place->key, place->key_size, sizeof name - 1);
    memcpy(name, place->key, size);
    name[size] = '\0';
    as__path_field(problems, name);
}

void as__json_problem(as__problems *problems, const as__json_place *place, int32_t line, as__message message,
                      const char *text)
{
    size_t mark = strlen(problems->path);
    push_places(problems, place);
    as__problem(problems, line, message, text);
    as__path_pop(problems, mark);
}

static void note(scanner *scan, const as__json_place *place, as__message message, const char *text)
{
    scan->refused = true;
    as__json_problem(scan->problems, place, scan->line, message, text);
}

/* Notes a breach of the grammar. @return false, for there is no going on */
static bool broken(scanner *scan, const as__json_place *place, const char *what)
{
    char text[128];
    size_t byte = (size_t)(scan->next - scan->line_start) + 1;
    snprintf(text, sizeof text, "is not valid JSON: %s at byte %zu of the line", what, byte);
    note(scan, place, AS__MESSAGE_NOT_JSON, text);
    return false;
}

static void skip_space(scanner *scan)
{
    for (; scan->next < scan->end; scan->next++) {
        char sign = *scan->next;
        if (sign == '\n') {
            scan->line++;
            scan->line_start = scan->next + 1;
        } else if (sign != ' ' && sign != '\t' && sign != '\r') {
            return;
        }
    }
}

/* The next sign; NUL at the end, as the text holds none. */
static char ahead(const scanner *scan)
{
    return scan->next < scan->end ? *scan->next : '\0';
}

static bool take(scanner *scan, char wanted)
{
    if (ahead(scan) != wanted)
        return false;
    scan->next++;
    return true;
}

static bool take_hex(scanner *scan, unsigned *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, scan->next++) {
        char sign = ahead(scan);
        unsigned digit;
        if (sign >= '0' && sign <= '9')
            digit = (unsigned)(sign - '0');
        else if (sign >= 'a' && sign <= 'f')
            digit = (unsigned)(sign - 'a') + 10;
        else if (sign >= 'A' && sign <= 'F')
            digit = (unsigned)(sign - 'A') + 10;
        else
            return false;
        *out = *out << 4 | digit;
    }
    return true;
}

/* Behind "\u". */
static bool scan_code_unit(scanner *scan, const as__json_place *place)
{
    unsigned unit, second = 0;
    if (!take_hex(scan, &unit))
        return broken(scan, place, "four hex digits are missing");
    if (unit == 0)
        note(scan, place, AS__MESSAGE_CONTROL_SIGN, NULL);
    if (unit < 0xD800 || unit > 0xDFFF)
        return true;
    bool is_pair = unit < 0xDC00 && take(scan, '\\') && take(scan, 'u') && take_hex(scan, &second);
    if (!is_pair || second < 0xDC00 || second > 0xDFFF)
        return broken(scan, place, "half a surrogate pair");
    return true;
}

static bool scan_escape(scanner *scan, const as__json_place *place)
{
    char sign = ahead(scan);
    if (sign == '\0' || strchr("\"\\/bfnrtu", sign) == NULL)
        return broken(scan, place, "unknown escape");
    scan->next++;
    return sign != 'u' || scan_code_unit(scan, place);
}

/* Behind the opening quote. */
static bool scan_text(scanner *scan, const as__json_place *place)
{
    while (scan->next < scan->end) {
        unsigned char sign = (unsigned char)*scan->next;
        if (sign < 0x20)
            return broken(scan, place, "control character inside a text");
        scan->next++;
        if (sign == '"')
            return true;
        if (sign == '\\' && !scan_escape(scan, place))
            return false;
    }
    return broken(scan, place, "text without an end");
}

static bool skip_digits(scanner *scan)
{
    const char *first = scan->next;
    while (ahead(scan) >= '0' && ahead(scan) <= '9')
        scan->next++;
    return scan->next > first;
}

static bool scan_number(scanner *scan, const as__json_place *place)
{
    const char *first = scan->next;
    take(scan, '-');
    if (!take(scan, '0') && !skip_digits(scan))
        return broken(scan, place, "value is missing");
    if (take(scan, '.') && !skip_digits(scan))
        return broken(scan, place, "digits are missing");
    if (take(scan, 'e') || take(scan, 'E')) {
        if (!take(scan, '+'))
            take(scan, '-');
        if (!skip_digits(scan))
            return broken(scan, place, "digits are missing");
    }
    if (scan->next - first > NUMBER_MAX)
        note(scan, place, AS__MESSAGE_OUT_OF_RANGE, NULL);
    return true;
}

static bool scan_word(scanner *scan, const as__json_place *place, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(scan->end - scan->next) < size || memcmp(scan->next, word, size) != 0)
        return broken(scan, place, "value is missing");
    scan->next += size;
    return true;
}

static bool scan_value(scanner *scan, const as__json_place *place, int depth);

/* Behind the opening bracket. */
static bool scan_list(scanner *scan, const as__json_place *place, int depth)
{
    as__json_place item = {.outer = place};
    skip_space(scan);
    if (take(scan, ']'))
        return true;
    for (;; item.index++) {
        skip_space(scan);
        if (!scan_value(scan, &item, depth))
            return false;
        skip_space(scan);
        if (take(scan, ']'))
            return true;
        if (!take(scan, ','))
            return broken(scan, place, "',' or ']' is missing");
    }
}

/* Behind the opening brace. */
static bool scan_object(scanner *scan, const as__json_place *place, int depth)
{
    as__json_place field = {.outer = place};
    skip_space(scan);
    if (take(scan, '}'))
        return true;
    for (;;) {
        skip_space(scan);
        if (!take(scan, '"'))
            return broken(scan, place, "'\"' is missing");
        field.key = scan->next;
        if (!scan_text(scan, place))
            return false;
        field.key_size = (size_t)(scan->next - field.key) - 1;
        skip_space(scan);
        if (!take(scan, ':'))
            return broken(scan, &field, "':' is missing");
        skip_space(scan);
        if (!scan_value(scan, &field, depth))
            return false;
        skip_space(scan);
        if (take(scan, '}'))
            return true;
        if (!take(scan, ','))
            return broken(scan, place, "',' or '}' is missing");
    }
}

static bool scan_unmarked(scanner *scan, const as__json_place *place, int depth)
{
    char first = ahead(scan);
    if (first == '{' || first == '[') {
        if (depth == scan->max_depth) {
            note(scan, place, AS__MESSAGE_TOO_DEEP, NULL);
            return false;
        }
        scan->next++;
        return first == '{' ? scan_object(scan, place, depth + 1) : scan_list(scan, place, depth + 1);
    }
    if (first == '"') {
        scan->next++;
        return scan_text(scan, place);
    }
    if (first == 't')
        return scan_word(scan, place, "true");
    if (first == 'f')
        return scan_word(scan, place, "false");
    if (first == 'n')
        return scan_word(scan, place, "null");
    return scan_number(scan, place);
}

static bool scan_value(scanner *scan, const as__json_place *place, int depth)
{
    size_t at = scan->marks->size;
    as__json_mark mark = {.line = scan->line, .begin = (uint32_t)(scan->next - scan->text)};
    as__buffer_append(scan->marks, &mark, sizeof mark);
    if (!scan_unmarked(scan, place, depth))
        return false;
    mark.end = (uint32_t)(scan->next - scan->text);
    if (!scan->marks->failed)
        memcpy(scan->marks->data + at, &mark, sizeof mark);
    return true;
}

bool as__json_scan(const char *text, size_t size, int max_depth, int32_t first_line, as__problems *problems,
                   as__buffer *marks)
{
    scanner scan = {
        .text = text,
        .next = text,
        .end = text + size,
        .line_start = text,
        .line = first_line,
        .max_depth = max_depth,
        .problems = problems,
        .marks = marks,
    };
    skip_space(&scan);
    if (!scan_value(&scan, NULL, 0))
        return false;
    skip_space(&scan);
    if (scan.next < scan.end)
        return broken(&scan, NULL, "something follows the value");
    return !scan.refused;
}
