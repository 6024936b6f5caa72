/* SPDX-License-Identifier: MIT */
#include "exchange/vcard_line.h"
#include <string.h>

static char upper(char sign)
{
    return sign >= 'a' && sign <= 'z' ? (char)(sign - 'a' + 'A') : sign;
}

static bool same_word(const char *text, size_t size, const char *word)
{
    for (size_t i = 0; i < size; i++)
        if (word[i] == '\0' || upper(text[i]) != upper(word[i]))
            return false;
    return word[size] == '\0';
}

static bool is_name_sign(char sign)
{
    sign = upper(sign);
    return (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9') || sign == '-' || sign == '.';
}

/* Bytes up to a sign of `ends` that stands outside of quotes, or to the end. */
static size_t span(const char *text, size_t size, const char *ends)
{
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && strchr(ends, text[i]) != NULL)
            return i;
    }
    return size;
}

bool as__card_line_read(const char *text, as__card_line *out)
{
    size_t size = strlen(text), name = 0, colon = span(text, size, ":");
    while (is_name_sign(text[name]))
        name++;
    if (colon == size || name == 0 || (text[name] != ';' && text[name] != ':'))
        return false;
    *out = (as__card_line){text, text + name, text + colon + 1, name, colon - name};
    for (size_t i = 0; i < name; i++)
        if (text[i] == '.') {
            out->name = text + i + 1;
            out->name_size = name - i - 1;
        }
    return out->name_size > 0;
}

bool as__card_line_is(const as__card_line *line, const char *name)
{
    return same_word(line->name, line->name_size, name);
}

typedef struct param {
    const char *name, *value;
    size_t name_size, value_size;
} param;

/* The next of ";A=b,c;D". One without a name is a type. */
static bool next_param(const char **at, const char *end, param *out)
{
    const char *text = *at + 1;
    size_t size, name;
    if (*at == end)
        return false;
    size = span(text, (size_t)(end - text), ";");
    name = span(text, size, "=");
    *out =
        name < size ? (param){text, text + name + 1, name, size - name - 1} : (param){"TYPE", text, 4, size};
    *at = text + size;
    return true;
}

/* "^n", "^'" and "^^" of RFC 6868; quotes go. */
static const char *plain_param(const char *text, size_t size, as__arena *arena)
{
    char *out = as__arena_text(arena, text, size);
    size_t to = 0;
    for (size_t i = 0; out != NULL && i < size; i++) {
        char next = i + 1 < size ? text[i + 1] : '\0';
        bool is_escape = text[i] == '^' && (next == 'n' || next == '\'' || next == '^');
        if (text[i] == '"')
            continue;
        out[to++] = !is_escape ? text[i] : next == 'n' ? '\n' : next == '\'' ? '"' : '^';
        i += is_escape ? 1 : 0;
    }
    if (out != NULL)
        out[to] = '\0';
    return out;
}

const char *as__card_param(const as__card_line *line, const char *name, as__arena *arena)
{
    const char *at = line->params, *end = line->params + line->params_size;
    param found;
    while (next_param(&at, end, &found))
        if (same_word(found.name, found.name_size, name))
            return plain_param(found.value, span(found.value, found.value_size, ","), arena);
    return NULL;
}

/* Items of a list, and of a list that stands in quotes as one: TYPE="work,voice". */
static bool lists(const char *text, size_t size, const char *word)
{
    while (size > 0) {
        size_t item = 0;
        while (item < size && text[item] != ',' && text[item] != '"')
            item++;
        if (same_word(text, item, word))
            return true;
        item += item < size ? 1 : 0;
        text += item;
        size -= item;
    }
    return false;
}

bool as__card_has_type(const as__card_line *line, const char *word)
{
    const char *at = line->params, *end = line->params + line->params_size;
    param found;
    while (next_param(&at, end, &found))
        if (same_word(found.name, found.name_size, "TYPE") && lists(found.value, found.value_size, word))
            return true;
    return false;
}

const char *as__card_value(const char **text, char separator, as__arena *arena)
{
    const char *at = *text;
    size_t size = 0, to = 0;
    char *out;
    while (at[size] != '\0' && at[size] != separator)
        size += at[size] == '\\' && at[size + 1] != '\0' ? 2 : 1;
    *text = at[size] != '\0' ? at + size + 1 : NULL;
    out = as__arena_text(arena, at, size);
    for (size_t i = 0; out != NULL && i < size; i++) {
        char next = i + 1 < size ? at[i + 1] : '\0';
        bool is_escape = at[i] == '\\' && next != '\0' && strchr("\\,;:nN", next) != NULL;
        i += is_escape ? 1 : 0;
        out[to++] = is_escape && (next == 'n' || next == 'N') ? '\n' : at[i];
    }
    if (out != NULL)
        out[to] = '\0';
    return out;
}
