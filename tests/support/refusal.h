/* SPDX-License-Identifier: MIT */
/* What a refused call must say: the fields by path, and never a value. Goes with support/trial.h. */
#ifndef REFUSAL_H
#define REFUSAL_H
#include "support/trial.h"

/* Stands in a personal field, and must stand in no error. */
#define MARK "Zaphod-Mark-7781"

static inline bool names_problem(const char *path)
{
    const aftersale_error *error = aftersale_book_error(book);
    for (int32_t i = 0; i < error->problem_count; i++)
        if (strcmp(error->problems[i]->path, path) == 0)
            return true;
    return false;
}

/* All paths of the last error, divided by blanks. */
static inline const char *problem_paths(void)
{
    static char text[4096];
    const aftersale_error *error = aftersale_book_error(book);
    size_t at = 0;
    text[0] = 0;
    for (int32_t i = 0; i < error->problem_count && at < sizeof text; i++)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%s", i != 0 ? " " : "",
                               error->problems[i]->path);
    return text;
}

/* S69: nothing that was entered is repeated. */
static inline void must_keep_quiet(void)
{
    const aftersale_error *error = aftersale_book_error(book);
    cr_assert_null(strstr(error->text, MARK), "%s", error->text);
    for (int32_t i = 0; i < error->problem_count; i++) {
        cr_assert_null(strstr(error->problems[i]->path, MARK), "%s", error->problems[i]->path);
        cr_assert_null(strstr(error->problems[i]->text, MARK), "%s", error->problems[i]->text);
    }
}

/* The call fails with this status and names exactly these paths, in the order of the fields. */
#define MUST_NAME(expected, paths, call)                                                                     \
    do {                                                                                                     \
        MUST_BE(expected, call);                                                                             \
        cr_assert_str_eq(problem_paths(), (paths), "%s names %s", #call, problem_paths());                   \
        cr_assert_eq(aftersale_book_error(book)->status, (expected), "%s", #call);                           \
        must_keep_quiet();                                                                                   \
    } while (0)

/* The last command made, changed or did nothing. */
#define MUST_DO(what, call)                                                                                  \
    do {                                                                                                     \
        MUST(call);                                                                                          \
        cr_assert_eq(aftersale_book_did(book), (what), "%s: did %d", #call, aftersale_book_did(book));       \
    } while (0)

/* A text of so many bytes. */
static inline const char *long_text(size_t size)
{
    static char text[70000];
    cr_assert_lt(size, sizeof text);
    memset(text, 'x', size);
    text[size] = 0;
    return text;
}
#endif
