/* SPDX-License-Identifier: MIT */
/* Import and export need no more memory for ten times the lines (S70). SQLite's own memory is not the library's. */
#include "support/book_file.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEW 2000
#define MANY 20000
#define SLACK ((size_t)64 << 10)

typedef struct counted {
    size_t held, peak;
} counted;

static void *resize(void *user, void *pointer, size_t old_size, size_t new_size)
{
    counted *to = user;
    void *made = NULL;
    if (new_size != 0) {
        made = realloc(pointer, new_size);
        if (made == NULL)
            return NULL;
    } else {
        free(pointer);
    }
    to->held = to->held - old_size + new_size;
    if (to->held > to->peak)
        to->peak = to->held;
    return made;
}

typedef struct flat_book {
    counted memory;
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *book;
    book_file file;
} flat_book;

static void open_book(flat_book *at)
{
    memset(at, 0, sizeof *at);
    cr_assert(book_file_make(&at->file));
    cr_assert_eq(aftersale_context_new(
                     AFTERSALE_ARGS(context_new, .memory = resize, .memory_user = &at->memory, .seed = 5),
                     &at->context, NULL),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_sqlite_open(at->context, at->file.path, AFTERSALE_SQLITE_OFF, &at->store, NULL),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_book_open(
                     at->store, AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE),
                     &at->book, NULL),
                 AFTERSALE_OK);
}

static void close_book(flat_book *at)
{
    aftersale_book_free(at->book);
    aftersale_store_free(at->store);
    aftersale_context_free(at->context);
    cr_assert_eq(at->memory.held, 0);
    book_file_remove(&at->file);
}

/* A customer, and now and then a sale to one who came before. */
static int write_line(char *out, size_t size, int number)
{
    if (number % 4 != 3)
        return snprintf(out, size, "{\"kind\":\"customer\",\"ref\":\"C-%d\",\"name\":\"Somebody %d\"}\n",
                        number, number);
    return snprintf(
        out, size,
        "{\"kind\":\"sale\",\"ref\":\"S-%d\",\"customer\":\"C-%d\",\"sold\":\"2026-03-01\",\"plan\":"
        "\"one-off-sale\"}\n",
        number, number - 1);
}

/* Bytes at the peak, beyond what stood before. */
static size_t import_peak(flat_book *at, int lines)
{
    aftersale_importer *importer;
    aftersale_import_counts counts = {.struct_size = sizeof counts};
    size_t before = at->memory.held;
    char line[256];
    at->memory.peak = before;
    cr_assert_eq(aftersale_import_begin(at->book, NULL, &importer), AFTERSALE_OK);
    for (int i = 0; i < lines; i++) {
        int size = write_line(line, sizeof line, i);
        cr_assert_eq(aftersale_import_feed(importer, line, (size_t)size), AFTERSALE_OK);
    }
    cr_assert_eq(aftersale_import_end(importer, &counts), AFTERSALE_OK);
    cr_assert_eq(counts.made, (uint64_t)lines);
    return at->memory.peak - before;
}

static int discard(void *user, const char *text, size_t size)
{
    size_t *total = user;
    (void)text;
    *total += size;
    return 0;
}

static size_t export_peak(flat_book *at, size_t *written)
{
    size_t before = at->memory.held;
    at->memory.peak = before;
    *written = 0;
    cr_assert_eq(aftersale_export(at->book, AFTERSALE_ARGS(export, .flags = AFTERSALE_EXPORT_EVENTS), discard,
                                  written),
                 AFTERSALE_OK);
    return at->memory.peak - before;
}

Test(import_memory, does_not_grow_with_the_lines, .timeout = 120)
{
    flat_book few, many;
    size_t import_few, import_many, export_few, export_many, few_bytes, many_bytes;
    open_book(&few);
    open_book(&many);
    import_few = import_peak(&few, FEW);
    import_many = import_peak(&many, MANY);
    export_few = export_peak(&few, &few_bytes);
    export_many = export_peak(&many, &many_bytes);
    cr_log_info("import %zu and %zu bytes, export %zu and %zu", import_few, import_many, export_few,
                export_many);
    cr_assert_gt(many_bytes, 9 * few_bytes);
    cr_assert_leq(import_many, import_few + SLACK, "%zu, %zu", import_few, import_many);
    cr_assert_leq(export_many, export_few + SLACK, "%zu, %zu", export_few, export_many);
    close_book(&few);
    close_book(&many);
}

/* Lines that wait take their room, and no more than the limit. */
Test(import_memory, of_lines_that_wait_has_a_limit, .timeout = 120)
{
    static char line[32 << 10];
    flat_book at;
    aftersale_importer *importer;
    aftersale_import_counts counts = {.struct_size = sizeof counts};
    size_t before, size;
    open_book(&at);
    before = at.memory.peak = at.memory.held;
    cr_assert_eq(aftersale_import_begin(at.book, NULL, &importer), AFTERSALE_OK);
    for (int i = 0; i < 2000; i++) { /* 48 MiB in all */
        size =
            (size_t)snprintf(line, sizeof line, "{\"kind\":\"goal\",\"ref\":\"G-%d\",\"customer\":\"C\"", i);
        memset(line + size, ' ', 25000);
        memcpy(line + size + 25000, "}\n", 2);
        cr_assert_eq(aftersale_import_feed(importer, line, size + 25002), AFTERSALE_OK);
    }
    cr_assert_eq(aftersale_import_end(importer, &counts), AFTERSALE_OK);
    cr_assert_eq(counts.bad, 2000);
    cr_log_info("%zu bytes at the peak", at.memory.peak - before);
    cr_assert_leq(at.memory.peak - before, (size_t)80 << 20, "%zu", at.memory.peak - before);
    close_book(&at);
}
