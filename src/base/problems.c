/* SPDX-License-Identifier: MIT */
#include "base/problems.h"
#include <string.h>

void as__problems_init(as__problems *problems, const as__memory *memory)
{
    as__arena_init(&problems->arena, memory);
    as__problems_reset(problems);
}

void as__problems_reset(as__problems *problems)
{
    as__arena_reset(&problems->arena);
    problems->items = NULL;
    problems->count = 0;
    problems->seen = 0;
    problems->path[0] = '\0';
    problems->failed = false;
}

void as__problems_free(as__problems *problems)
{
    as__problems_reset(problems);
    as__arena_free(&problems->arena);
}

/* A cut path must still be UTF-8: leaves out a last code point that does not fit as a whole. */
static size_t path_cut(const char *text, size_t size, size_t room)
{
    if (size <= room)
        return size;
    while (room > 0 && ((unsigned char)text[room] & 0xC0) == 0x80)
        room--;
    return room;
}

/* Names come from documents too, and paths go to logs. */
static bool is_control(char sign)
{
    return (unsigned char)sign < 0x20 || sign == 0x7F;
}

static size_t path_push(as__problems *problems, const char *text, size_t size)
{
    size_t mark = strlen(problems->path);
    size_t fits = path_cut(text, size, sizeof problems->path - 1 - mark);
    for (size_t i = 0; i < fits; i++)
        problems->path[mark + i] = is_control(text[i]) ? '?' : text[i];
    problems->path[mark + fits] = '\0';
    return mark;
}

size_t as__path_field(as__problems *problems, const char *name)
{
    size_t mark = strlen(problems->path);
    if (mark > 0)
        path_push(problems, ".", 1);
    path_push(problems, name, strlen(name));
    return mark;
}

size_t as__path_item(as__problems *problems, size_t index)
{
    char text[32], *first = text + sizeof text;
    *--first = ']';
    do
        *--first = (char)('0' + index % 10);
    while ((index /= 10) != 0);
    *--first = '[';
    return path_push(problems, first, (size_t)(text + sizeof text - first));
}

void as__path_pop(as__problems *problems, size_t mark)
{
    if (mark < sizeof problems->path)
        problems->path[mark] = '\0';
}

static const char *kept_text(as__problems *problems, const char *text)
{
    const char *kept = as__arena_text(&problems->arena, text, strlen(text));
    if (kept != NULL)
        return kept;
    problems->failed = true;
    return "";
}

void as__problem(as__problems *problems, int32_t line, as__message message, const char *text)
{
    problems->seen++;
    if (problems->count == AS__PROBLEMS_MAX)
        return;
    if (problems->items == NULL)
        problems->items = as__arena_take(&problems->arena, AS__PROBLEMS_MAX * sizeof *problems->items);
    if (problems->items == NULL) {
        problems->failed = true;
        return;
    }
    problems->items[problems->count++] = (aftersale_problem){
        .struct_size = sizeof(aftersale_problem),
        .path = kept_text(problems, problems->path),
        .line = line,
        .number = (int32_t)message,
        .text = text == NULL ? as__message_text(message) : kept_text(problems, text),
    };
}
