/* SPDX-License-Identifier: MIT */
/* UTF-8 text. */
#ifndef AS_VALUE_TEXT_H
#define AS_VALUE_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* strict: no surrogates, no overlong forms, no NUL */
bool as__utf8_valid(const char *text, size_t size);
/* how many bytes from the start are valid, as above */
size_t as__utf8_prefix(const char *text, size_t size);
/* longest prefix of at most max bytes that ends at a code point */
size_t as__utf8_cut(const char *text, size_t size, size_t max);
/* C0, DEL, C1; tab and newline if allowed */
bool as__text_has_control(const char *text, size_t size, bool newlines_allowed);
bool as__text_same(const char *a, const char *b);            /* NULL equals NULL only */
/* shape of BCP 47: "en", "de-AT", "zh-Hant-TW" */
bool as__language_valid(const char *text);
/* written from right to left: by the script of the tag, else by that of its language */
bool as__language_is_mirrored(const char *text);
/* three capital letters of ISO 4217 that are in its list */
bool as__currency_valid(const char *code);
int as__currency_decimals(const char *code);                 /* 0 JPY, 2 EUR, 3 BHD …; -1: not a currency */
bool as__country_valid(const char *code);                    /* two capital letters */
#endif
