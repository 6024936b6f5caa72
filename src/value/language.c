/* SPDX-License-Identifier: MIT */
/* Shape of a language tag (RFC 5646): language, script, region, variants, extensions, private use, in that
 * order. */
#include "value/text.h"
#include <string.h>

/* The subtag under consideration. */
typedef struct subtag {
    const char *text;
    size_t size; /* 0: no more */
    bool letters, digits;
} subtag;

static bool is_letter(char sign)
{
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
}

static bool is_digit(char sign)
{
    return sign >= '0' && sign <= '9';
}

static subtag read_subtag(const char *text)
{
    subtag found = {text, 0, true, true};
    while (is_letter(text[found.size]) || is_digit(text[found.size])) {
        found.letters = found.letters && is_letter(text[found.size]);
        found.digits = found.digits && is_digit(text[found.size]);
        found.size++;
    }
    return found;
}

/* False: what follows is not a subtag. At the end the next one has size 0. */
static bool step_on(subtag *tag)
{
    const char *end = tag->text + tag->size;
    if (*end == '\0') {
        *tag = (subtag){end, 0, false, false};
        return true;
    }
    if (*end != '-')
        return false;
    *tag = read_subtag(end + 1);
    return tag->size >= 1 && tag->size <= 8;
}

static bool is_private(const subtag *tag)
{
    return tag->size == 1 && (*tag->text == 'x' || *tag->text == 'X');
}

static bool is_variant(const subtag *tag)
{
    return tag->size >= 5 || (tag->size == 4 && is_digit(*tag->text));
}

/* A singleton and at least one subtag of its own. */
static bool skip_extension(subtag *tag)
{
    size_t smallest = is_private(tag) ? 1 : 2;
    if (!step_on(tag) || tag->size < smallest)
        return false;
    while (tag->size >= smallest) {
        if (!step_on(tag))
            return false;
    }
    return true;
}

static bool skip_language(subtag *tag)
{
    if (!tag->letters || tag->size < 2 || tag->size > 8)
        return false;
    bool is_short = tag->size <= 3;
    if (!step_on(tag))
        return false;
    for (int i = 0; is_short && i < 3 && tag->letters && tag->size == 3; i++) {
        if (!step_on(tag))
            return false;
    }
    return true;
}

bool as__language_valid(const char *text)
{
    if (text == NULL)
        return false;
    subtag tag = read_subtag(text);
    if (is_private(&tag))
        return skip_extension(&tag) && tag.size == 0;
    if (!skip_language(&tag))
        return false;
    if (tag.letters && tag.size == 4 && !step_on(&tag))
        return false;
    bool is_region = (tag.letters && tag.size == 2) || (tag.digits && tag.size == 3);
    if (is_region && !step_on(&tag))
        return false;
    while (is_variant(&tag)) {
        if (!step_on(&tag))
            return false;
    }
    while (tag.size == 1) {
        if (!skip_extension(&tag))
            return false;
    }
    return tag.size == 0;
}

/* Whether a subtag is in a list, in which each stands behind a blank, in small letters. */
static bool is_among(const subtag *tag, const char *list)
{
    for (const char *at = list; *at != '\0'; at += 1 + strcspn(at + 1, " ")) {
        size_t i = 0;
        while (i < tag->size && (tag->text[i] | 0x20) == at[1 + i])
            i++;
        if (i == tag->size && (at[1 + i] == ' ' || at[1 + i] == '\0'))
            return true;
    }
    return false;
}

bool as__language_is_mirrored(const char *text)
{
    subtag language = read_subtag(text), next = language;
    while (step_on(&next) && next.size > 1) {
        if (next.letters && next.size == 4)
            return is_among(&next, " adlm arab aran hebr mand nkoo rohg samr syrc thaa yezi");
    }
    return is_among(&language, " ar arc ckb dv fa he iw ji lrc mzn nqo pnb ps sd syr ug ur yi");
}
