/* SPDX-License-Identifier: MIT */
/* Somebody else is faster: what holds its inputs runs again by itself (S3, S67, S77). */
#include <aftersale.h>
#include <aftersale/sys/store.h>
#include <criterion/criterion.h>
#include <string.h>

/* A store in memory that refuses the next commits, as if a rival had been there before. */
typedef struct rival_store {
    aftersale_store base;
    aftersale_store *inner;
    int refusals, commits;
    aftersale_status refusal;
} rival_store;

static aftersale_store *inner_of(aftersale_store *store)
{
    return ((rival_store *)store)->inner;
}

static aftersale_status rival_get(aftersale_store *store, const aftersale_key *keys, size_t count,
                                  aftersale_rows *out, aftersale_call *call)
{
    return inner_of(store)->methods->get(inner_of(store), keys, count, out, call);
}

static aftersale_status rival_scan(aftersale_store *store, const aftersale_range *const *ranges, size_t count,
                                   aftersale_rows *out, aftersale_call *call)
{
    return inner_of(store)->methods->scan(inner_of(store), ranges, count, out, call);
}

static aftersale_status rival_commit(aftersale_store *store, const aftersale_change *const *changes,
                                     size_t count, aftersale_call *call)
{
    rival_store *my = (rival_store *)store;
    my->commits++;
    if (my->refusals > 0) {
        my->refusals--;
        return my->refusal;
    }
    return my->inner->methods->commit(my->inner, changes, count, call);
}

static void rival_close(aftersale_store *store)
{
    aftersale_store_free(inner_of(store));
}

static const aftersale_store_methods methods = {
    .struct_size = sizeof(aftersale_store_methods),
    .caps = AFTERSALE_STORE_THREADS,
    .name = "rival",
    .get = rival_get,
    .scan = rival_scan,
    .commit = rival_commit,
    .close = rival_close,
};

static rival_store rival;
static aftersale_book *book;

static void open_book(void)
{
    rival = (rival_store){.base.methods = &methods, .refusal = AFTERSALE_CONFLICT};
    cr_assert_eq(aftersale_memory_open(NULL, &rival.inner, NULL), AFTERSALE_OK);
    cr_assert_eq(aftersale_store_attach(NULL, &rival.base, NULL), AFTERSALE_OK);
    cr_assert_eq(aftersale_book_open(
                     &rival.base, AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE),
                     &book, NULL),
                 AFTERSALE_OK);
    rival.commits = 0;
}

static void close_book(void)
{
    aftersale_book_free(book);
    aftersale_store_free(&rival.base);
}

static aftersale_customer_put_args first = {.struct_size = sizeof first, .ref = "C-1"};
static aftersale_customer_put_args second = {.struct_size = sizeof second, .ref = "C-2"};

static aftersale_status apply(aftersale_command commands[2], int32_t mode)
{
    commands[0] = (aftersale_command){.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &first};
    commands[1] = (aftersale_command){.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &second};
    return aftersale_book_apply(book, commands, 2, mode);
}

static bool is_there(const char *ref)
{
    const aftersale_customer *found;
    aftersale_status status = aftersale_customer_find(book, ref, &found);
    aftersale_customer_free(found);
    return status == AFTERSALE_OK;
}

Test(rival, apply_runs_again, .init = open_book, .fini = close_book)
{
    aftersale_command commands[2];
    rival.refusals = 3;
    cr_assert_eq(apply(commands, AFTERSALE_APPLY_ALL_OR_NOTHING), AFTERSALE_OK);
    cr_assert_eq(rival.commits, 4);
    cr_assert(is_there("C-1") && is_there("C-2"));
}

Test(rival, apply_gives_up_in_the_end, .init = open_book, .fini = close_book)
{
    aftersale_command commands[2];
    rival.refusals = 1000;
    rival.refusal = AFTERSALE_RETRY;
    cr_assert_eq(apply(commands, AFTERSALE_APPLY_ALL_OR_NOTHING), AFTERSALE_CONFLICT);
    cr_assert_eq(rival.commits, 20);
    cr_assert_eq(commands[0].status, AFTERSALE_CONFLICT);
    cr_assert_eq(commands[1].status, AFTERSALE_CONFLICT);
    cr_assert_eq(aftersale_book_error(book)->status, AFTERSALE_CONFLICT);
    cr_assert_not(is_there("C-1"));
}

Test(rival, a_store_that_fails_stops_apply, .init = open_book, .fini = close_book)
{
    aftersale_command commands[2];
    rival.refusals = 2; /* once more is asked whether it wrote */
    rival.refusal = AFTERSALE_STORE;
    cr_assert_lt(apply(commands, AFTERSALE_APPLY_EACH_ALONE), 0);
    cr_assert_lt(commands[0].status, 0);
    cr_assert_lt(commands[1].status, 0);
    cr_assert_not(is_there("C-1"));
    cr_assert_eq(apply(commands, AFTERSALE_APPLY_EACH_ALONE), AFTERSALE_OK); /* the handle is usable */
}

static int count_bad(void *user, uint64_t line, const aftersale_error *error)
{
    int *count = user;
    (void)line;
    (void)error;
    ++*count;
    return 0;
}

Test(rival, import_counts_and_tells_each_line_once, .init = open_book, .fini = close_book)
{
    static const char lines[] = "{\"kind\":\"customer\",\"ref\":\"C-1\"}\n"
                                "{\"kind\":\"customer\",\"ref\":\"\"}\n"
                                "{\"kind\":\"sale\",\"ref\":\"S-1\",\"customer\":\"C-2\"}\n"
                                "{\"kind\":\"customer\",\"ref\":\"C-2\"}\n";
    aftersale_importer *importer;
    aftersale_import_counts counts;
    int bad = 0;
    cr_assert_eq(aftersale_import_begin(
                     book, AFTERSALE_ARGS(import, .bad_line = count_bad, .bad_line_user = &bad), &importer),
                 AFTERSALE_OK);
    rival.refusals = 5;
    cr_assert_eq(aftersale_import_feed(importer, lines, strlen(lines)), AFTERSALE_OK);
    cr_assert_eq(aftersale_import_end(importer, &counts), AFTERSALE_OK);
    cr_assert_eq(counts.made, 3);
    cr_assert_eq(counts.bad, 1);
    cr_assert_eq(bad, 1);
}

Test(rival, the_feed_is_numbered_again, .init = open_book, .fini = close_book)
{
    aftersale_cursor *cursor;
    const aftersale_event *event;
    rival.refusals = 3;
    cr_assert_eq(aftersale_event_list(book, 0, &cursor), AFTERSALE_OK);
    cr_assert_eq(rival.commits, 4);
    cr_assert_eq(aftersale_event_next(cursor, &event), AFTERSALE_ROW);
    aftersale_cursor_free(cursor);
    cr_assert_eq(aftersale_customer_put(book, &first, NULL), AFTERSALE_OK);
    rival.refusals = 1000;
    cr_assert_eq(aftersale_event_list(book, 0, &cursor), AFTERSALE_CONFLICT);
    cr_assert_null(cursor);
}
