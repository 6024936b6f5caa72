/* SPDX-License-Identifier: MIT */
/* EACH_STORE(suite, name) { … }: a test of a book `at`, in memory and on SQLite. */
#ifndef TESTS_API_EACH_STORE_H
#define TESTS_API_EACH_STORE_H
#include "support/clocked_book.h"
#include <criterion/criterion.h>

static inline void run_on_store(bool on_sqlite, void (*test)(clocked_book *at))
{
    clocked_book at;
    cr_assert(clocked_book_open(&at, on_sqlite, 7));
    test(&at);
    clocked_book_close(&at);
}

#define EACH_STORE(suite, name)                                                                              \
    static void suite##_##name(clocked_book *at);                                                            \
    Test(suite, name##_in_memory)                                                                            \
    {                                                                                                        \
        run_on_store(false, suite##_##name);                                                                 \
    }                                                                                                        \
    Test(suite, name##_on_sqlite)                                                                            \
    {                                                                                                        \
        run_on_store(true, suite##_##name);                                                                  \
    }                                                                                                        \
    static void suite##_##name(clocked_book *at)

#define GOES(call) cr_assert_eq((call), AFTERSALE_OK, "%s", aftersale_book_error(at->book)->text)
#endif
