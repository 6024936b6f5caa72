/* SPDX-License-Identifier: MIT */
/* What all fuzz targets share: the entry point, and a check that stops the program where it fails. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Holds for every input there is. */
#define ALWAYS(condition) ((condition) ? (void)0 : fuzz_stop(__FILE__, __LINE__, #condition))

static inline void fuzz_stop(const char *file, int line, const char *condition)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}

/* The input as a text of its own, so that reading behind its end is noticed. Free it. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (text == NULL)
        exit(EXIT_FAILURE);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}
#endif
