/* SPDX-License-Identifier: MIT */
/* Stores, books and the walls between them (S3, S8). */
#include "support/failing_memory.h"
#include "support/refusal.h"
#include <sys/wait.h>
#include <unistd.h>

static aftersale_error failure;

static aftersale_status try_open(const aftersale_book_open_args *args, aftersale_book **out)
{
    *out = NULL;
    return aftersale_book_open(on_trial.store, args, out, &failure);
}

static void must_not_open(aftersale_status expected, const char *word, const aftersale_book_open_args *args)
{
    aftersale_book *opened;
    aftersale_status status = try_open(args, &opened);
    cr_assert_eq(status, expected, "%s, not %s: %s", aftersale_status_name(status),
                 aftersale_status_name(expected), failure.text);
    cr_assert_eq(failure.status, expected);
    cr_assert_not_null(strstr(failure.text, word), "%s", failure.text);
    cr_assert_null(opened);
}

TRIAL(book_open, makes_only_when_asked)
{
    aftersale_book *opened;
    const aftersale_settings *settings;
    must_not_open(AFTERSALE_NOT_FOUND, "no book", AFTERSALE_ARGS(book_open, .name = "other"));
    cr_assert_eq(try_open(AFTERSALE_ARGS(book_open, .name = "other", .flags = AFTERSALE_BOOK_CREATE,
                                         .presume = AFTERSALE_PURPOSE_SELLING, .zone = "Europe/Paris",
                                         .language = "fr", .currency = "EUR"),
                          &opened),
                 AFTERSALE_OK, "%s", failure.text);
    cr_assert_eq(aftersale_settings_get(opened, &settings), AFTERSALE_OK);
    cr_assert_str_eq(aftersale_settings_zone(settings), "Europe/Paris");
    cr_assert_str_eq(aftersale_settings_language(settings), "fr");
    cr_assert_str_eq(aftersale_settings_currency(settings), "EUR");
    cr_assert_eq(aftersale_settings_presume(settings), AFTERSALE_PURPOSE_SELLING);
    aftersale_settings_free(settings);
    aftersale_book_free(opened);
}

TRIAL(book_open, settings_agree_or_are_left_out)
{
    aftersale_book *opened;
    cr_assert_eq(try_open(AFTERSALE_ARGS(book_open, .name = "acme", .zone = "UTC", .language = "en",
                                         .presume = AFTERSALE_PURPOSE_SERVICE),
                          &opened),
                 AFTERSALE_OK, "%s", failure.text);
    aftersale_book_free(opened);
    must_not_open(AFTERSALE_EXISTS, "zone",
                  AFTERSALE_ARGS(book_open, .name = "acme", .zone = "Europe/Paris"));
    must_not_open(AFTERSALE_EXISTS, "language", AFTERSALE_ARGS(book_open, .name = "acme", .language = "fr"));
    must_not_open(AFTERSALE_EXISTS, "currency", AFTERSALE_ARGS(book_open, .name = "acme", .currency = "EUR"));
    must_not_open(AFTERSALE_EXISTS, "presume",
                  AFTERSALE_ARGS(book_open, .name = "acme", .presume = AFTERSALE_PURPOSE_NONE));
}

TRIAL(book_open, wrong_arguments)
{
    aftersale_book *opened;
    const uint32_t create = AFTERSALE_BOOK_CREATE;
    must_not_open(AFTERSALE_INVALID, "name", AFTERSALE_ARGS(book_open, .flags = create));
    must_not_open(AFTERSALE_INVALID, "name", AFTERSALE_ARGS(book_open, .name = "", .flags = create));
    must_not_open(AFTERSALE_INVALID, "name",
                  AFTERSALE_ARGS(book_open, .name = long_text(256), .flags = create));
    must_not_open(AFTERSALE_INVALID, "name", AFTERSALE_ARGS(book_open, .name = "\xff", .flags = create));
    must_not_open(AFTERSALE_INVALID, "flags", AFTERSALE_ARGS(book_open, .name = "n", .flags = create | 4));
    must_not_open(AFTERSALE_INVALID, "zone",
                  AFTERSALE_ARGS(book_open, .name = "n", .flags = create, .zone = "X"));
    must_not_open(AFTERSALE_INVALID, "language",
                  AFTERSALE_ARGS(book_open, .name = "n", .flags = create, .language = "!"));
    must_not_open(AFTERSALE_INVALID, "currency",
                  AFTERSALE_ARGS(book_open, .name = "n", .flags = create, .currency = "pound"));
    must_not_open(AFTERSALE_INVALID, "presume",
                  AFTERSALE_ARGS(book_open, .name = "n", .flags = create, .presume = 64));
    must_not_open(AFTERSALE_INVALID, "presume",
                  AFTERSALE_ARGS(book_open, .name = "n", .flags = create,
                                 .presume = AFTERSALE_PURPOSE_NONE | AFTERSALE_PURPOSE_SERVICE));
    must_not_open(AFTERSALE_NOT_FOUND, "no book", AFTERSALE_ARGS(book_open, .name = "n"));
    must_not_open(AFTERSALE_INVALID, "args", NULL);
    cr_assert_eq(aftersale_book_open(NULL, AFTERSALE_ARGS(book_open, .name = "n"), &opened, &failure),
                 AFTERSALE_INVALID);
    cr_assert_eq(aftersale_book_open(on_trial.store, AFTERSALE_ARGS(book_open, .name = "n"), NULL, NULL),
                 AFTERSALE_INVALID);
    cr_assert_eq(try_open(AFTERSALE_ARGS(book_open, .name = long_text(255), .flags = create), &opened),
                 AFTERSALE_OK);
    aftersale_book_free(opened);
}

TRIAL(book_open, read_only)
{
    const aftersale_customer *found;
    aftersale_book *mine = book;
    put_customer("C-1");
    cr_assert_eq(
        try_open(AFTERSALE_ARGS(book_open, .name = "acme", .flags = AFTERSALE_BOOK_READ_ONLY), &book),
        AFTERSALE_OK);
    MUST_BE(AFTERSALE_STATE, aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2"), NULL));
    MUST(aftersale_customer_find(book, "C-1", &found));
    aftersale_customer_free(found);
    aftersale_book_free(book);
    book = mine;
}

TRIAL(book_open, two_handles_see_one_another)
{
    aftersale_book *other = open_book("acme"), *mine = book;
    const aftersale_customer *found;
    put_customer("C-1");
    book = other;
    MUST(aftersale_customer_find(book, "C-1", &found));
    aftersale_customer_free(found);
    put_sale("A", "C-1", "one-off-sale", "2026-11-01", NULL);
    book = mine;
    cr_assert_eq(enrolment_count("C-1"), 1);
    aftersale_book_free(other);
}

TRIAL(book_open, a_store_with_books_is_busy)
{
    aftersale_store *store = on_trial.store;
    cr_assert_eq(aftersale_store_close(store, &failure), AFTERSALE_BUSY);
    cr_assert_eq(failure.status, AFTERSALE_BUSY);
    put_customer("C-1");
    aftersale_book_free(book);
    book = NULL;
    cr_assert_eq(aftersale_store_close(store, &failure), AFTERSALE_OK);
    on_trial.store = NULL;
    cr_assert_eq(aftersale_store_close(NULL, &failure), AFTERSALE_INVALID);
}

/* Children keep their parents: any order of frees will do. */
TRIAL(book_open, freed_in_any_order)
{
    const aftersale_customer *found;
    aftersale_cursor *list;
    const aftersale_customer *row;
    put_customer("C-1");
    put_customer("C-2");
    MUST(aftersale_customer_find(book, "C-1", &found));
    MUST(aftersale_customer_list(book, NULL, &list));
    aftersale_context_free(on_trial.context);
    aftersale_store_free(on_trial.store);
    cr_assert_eq(aftersale_customer_next(list, &row), AFTERSALE_ROW);
    aftersale_book_free(book);
    cr_assert_str_eq(aftersale_customer_ref(found), "C-1");
    aftersale_cursor_free(list);
    cr_assert_str_eq(aftersale_customer_name(found), "Ada Byron");
    aftersale_customer_free(found);
    on_trial.context = NULL;
    on_trial.store = NULL;
    book = NULL;
}

TRIAL(book_open, nothing_is_freed_without_harm)
{
    aftersale_context_free(NULL);
    aftersale_store_free(NULL);
    aftersale_book_free(NULL);
    aftersale_cursor_free(NULL);
    aftersale_customer_free(NULL);
    aftersale_record_free(NULL);
    cr_assert_eq(aftersale_customer_put(NULL, AFTERSALE_ARGS(customer_put, .ref = "C-1"), NULL),
                 AFTERSALE_INVALID);
    cr_assert_eq(aftersale_book_error(NULL)->status, AFTERSALE_INVALID);
    cr_assert_eq(aftersale_book_did(NULL), AFTERSALE_DID_NOTHING);
}

static bool says_forked(const aftersale_error *error)
{
    return error->status == AFTERSALE_INVALID && error->number == 55 && strstr(error->text, "fork") != NULL;
}

/* A handle of the parent is of no use to the child, and the child does no harm with it. */
TRIAL(book_open, after_a_fork_handles_are_invalid)
{
    int ended;
    put_customer("C-1");
    pid_t child = fork();
    if (child == 0) {
        const aftersale_customer *found;
        aftersale_book *opened = NULL;
        aftersale_store *store = NULL;
        int wrong = aftersale_customer_find(book, "C-1", &found) != AFTERSALE_INVALID;
        wrong += aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2"), NULL) !=
                 AFTERSALE_INVALID;
        wrong += aftersale_group_begin(book, 0) != AFTERSALE_INVALID;
        wrong += !says_forked(aftersale_book_error(book));
        wrong += try_open(AFTERSALE_ARGS(book_open, .name = "acme"), &opened) != AFTERSALE_INVALID;
        wrong += !says_forked(&failure);
        wrong += aftersale_memory_open(on_trial.context, &store, &failure) != AFTERSALE_INVALID;
        wrong += !says_forked(&failure);
        wrong += aftersale_store_close(on_trial.store, &failure) != AFTERSALE_INVALID;
        wrong += !says_forked(&failure);
        _exit(wrong);
    }
    cr_assert_eq(waitpid(child, &ended, 0), child);
    cr_assert(WIFEXITED(ended) && WEXITSTATUS(ended) == 0, "%d calls got through", WEXITSTATUS(ended));
    put_customer("C-3");
}

/* S3: a server may hold ten thousand: each costs 1 KiB at most until it is used. */
#define MANY 100

static void open_many(aftersale_store *store, aftersale_book *out[MANY], uint32_t flags)
{
    for (size_t i = 0; i < MANY; i++) {
        char name[32];
        snprintf(name, sizeof name, "a tenant of ours, number %zu", i);
        cr_assert_eq(aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = name, .flags = flags),
                                         &out[i], &failure),
                     AFTERSALE_OK, "%s", failure.text);
    }
}

static void free_many(aftersale_book *books[MANY])
{
    for (size_t i = 0; i < MANY; i++)
        aftersale_book_free(books[i]);
}

Test(book_open, a_book_that_is_not_used_is_small)
{
    failing_memory memory = {0};
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *books[MANY];
    const aftersale_customer *none;
    size_t before, used;
    cr_assert_eq(aftersale_context_new(
                     AFTERSALE_ARGS(context_new, .memory = failing_memory_resize, .memory_user = &memory),
                     &context, &failure),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_memory_open(context, &store, &failure), AFTERSALE_OK);
    open_many(store, books, AFTERSALE_BOOK_CREATE);
    free_many(books);
    before = memory.held;
    open_many(store, books, 0);
    cr_assert_leq((memory.held - before) / MANY, 1024);
    used = memory.held;
    cr_assert_eq(aftersale_customer_find(books[0], "C-1", &none), AFTERSALE_NOT_FOUND);
    cr_assert_gt(memory.held, used);
    free_many(books);
    aftersale_store_free(store);
    aftersale_context_free(context);
}

/* What calls have left behind goes when the host says that it is idle. */
Test(book_open, a_book_that_rests_is_small_again)
{
    failing_memory memory = {0};
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *one;
    const aftersale_customer *none;
    size_t before;
    cr_assert_eq(aftersale_context_new(
                     AFTERSALE_ARGS(context_new, .memory = failing_memory_resize, .memory_user = &memory),
                     &context, &failure),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_memory_open(context, &store, &failure), AFTERSALE_OK);
    cr_assert_eq(aftersale_book_open(store,
                                     AFTERSALE_ARGS(book_open, .name = "b", .flags = AFTERSALE_BOOK_CREATE),
                                     &one, &failure),
                 AFTERSALE_OK);
    before = memory.held;
    cr_assert_eq(aftersale_customer_find(one, "C-1", &none), AFTERSALE_NOT_FOUND);
    cr_assert_gt(memory.held, before);
    cr_assert_eq(aftersale_book_maintain(one), AFTERSALE_OK);
    cr_assert_eq(memory.held, before);
    aftersale_book_free(one);
    aftersale_store_free(store);
    aftersale_context_free(context);
    cr_assert_eq(memory.held, 0);
}

/* S8 */

/* What anybody can see of a book, as text. */
static void look_at(char *out, size_t size)
{
    const aftersale_customer *row;
    const aftersale_event *event;
    aftersale_cursor *list;
    size_t at = 0;
    MUST(aftersale_customer_list(book, NULL, &list));
    while (aftersale_customer_next(list, &row) == AFTERSALE_ROW)
        at += (size_t)snprintf(out + at, size - at, "%s/%s ", aftersale_customer_ref(row),
                               aftersale_customer_tier(row));
    aftersale_cursor_free(list);
    MUST(aftersale_event_list(book, 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW)
        at += (size_t)snprintf(out + at, size - at, "%lld:%s ", (long long)aftersale_event_feed(event),
                               aftersale_event_name(event));
    aftersale_cursor_free(list);
}

TRIAL(isolation, one_book_does_not_see_the_other)
{
    char before[2048], after[2048];
    aftersale_book *mine = book, *theirs = open_book("rival");
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "gold"), NULL));
    look_at(before, sizeof before);
    book = theirs;
    MUST_DO(AFTERSALE_DID_MAKE,
            aftersale_customer_put(
                book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "iron", .idempotency = "k"), NULL));
    put_customer("C-2");
    put_sale("A", "C-1", "one-off-sale", "2026-11-01", NULL);
    book = mine;
    look_at(after, sizeof after);
    cr_assert_str_eq(before, after);
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_customer_put(
                book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "lead", .idempotency = "k"), NULL));
    MUST_DO(
        AFTERSALE_DID_MAKE,
        aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = "A", .customer.ref = "C-1"), NULL));
    aftersale_book_free(theirs);
}

/* The error is that of an id that nobody has. */
static void must_be_nobody(aftersale_id theirs, aftersale_id nobody, aftersale_status (*ask)(aftersale_id id))
{
    char text[256];
    int32_t problems, kind;
    cr_assert_eq(ask(theirs), AFTERSALE_NOT_FOUND, "%s", aftersale_book_error(book)->text);
    strcpy(text, aftersale_book_error(book)->text);
    problems = aftersale_book_error(book)->problem_count;
    kind = aftersale_book_error(book)->kind;
    cr_assert_eq(ask(nobody), AFTERSALE_NOT_FOUND);
    cr_assert_str_eq(aftersale_book_error(book)->text, text);
    cr_assert_eq(aftersale_book_error(book)->problem_count, problems);
    cr_assert_eq(aftersale_book_error(book)->kind, kind);
    cr_assert(!id_is_given(aftersale_book_error(book)->id));
}

static aftersale_status ask_customer(aftersale_id id)
{
    const aftersale_customer *found;
    return aftersale_customer_get(book, id, &found);
}

static aftersale_status ask_sale(aftersale_id id)
{
    const aftersale_sale *found;
    return aftersale_sale_get(book, id, &found);
}

static aftersale_status ask_enrolment(aftersale_id id)
{
    const aftersale_enrolment *found;
    return aftersale_enrolment_get(book, id, &found);
}

static aftersale_status ask_touch(aftersale_id id)
{
    const aftersale_touch *found;
    return aftersale_touch_get(book, id, &found);
}

static aftersale_status sell_to(aftersale_id id)
{
    return aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = "N", .customer.id = id), NULL);
}

static aftersale_status return_of(aftersale_id id)
{
    return aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "N", .sale.id = id), NULL);
}

static aftersale_status consent_of(aftersale_id id)
{
    return aftersale_consent_set(book,
                                 AFTERSALE_ARGS(consent_set, .customer.id = id, .purposes = 4,
                                                .answer = AFTERSALE_CONSENT_NO, .source = "s"),
                                 NULL);
}

static aftersale_status do_touch(aftersale_id id)
{
    return aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = AFTERSALE_OUTCOME_REACHED), NULL);
}

static aftersale_status events_of(aftersale_id id)
{
    aftersale_cursor *list = NULL;
    aftersale_status status = aftersale_event_list_of(book, id, 0, &list);
    aftersale_cursor_free(list);
    return status;
}

static aftersale_status goals_of(aftersale_id id)
{
    aftersale_cursor *list = NULL;
    aftersale_status status = aftersale_goal_list(book, AFTERSALE_ARGS(goal_list, .customer.id = id), &list);
    aftersale_cursor_free(list);
    return status;
}

TRIAL(isolation, ids_of_another_book_name_nothing)
{
    aftersale_book *mine = book, *theirs = open_book("rival");
    aftersale_id customer, sale, run, call, nobody[4];
    const aftersale_sale *found;
    book = theirs;
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1"), &customer));
    put_sale("A", "C-1", "one-off-sale", "2026-11-01", NULL);
    MUST(aftersale_sale_find(book, "A", &found));
    sale = aftersale_sale_id(hold(found));
    run = enrolment_id("C-1", 0);
    call = touch_id("C-1", "thanks");
    book = mine;
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1"), &nobody[0]));
    put_sale("A", "C-1", "one-off-sale", "2026-11-01", NULL);
    MUST(aftersale_sale_find(book, "A", &found));
    nobody[1] = aftersale_sale_id(hold(found));
    nobody[2] = enrolment_id("C-1", 0);
    nobody[3] = touch_id("C-1", "thanks");
    cr_assert(!same_id(customer, nobody[0]), "equal refs, and still ids of their own");
    for (size_t i = 0; i < COUNT(nobody); i++)
        nobody[i].bytes[i == 3 ? 10 : 15] ^= 0x21;
    must_be_nobody(customer, nobody[0], ask_customer);
    must_be_nobody(customer, nobody[0], sell_to);
    must_be_nobody(customer, nobody[0], consent_of);
    must_be_nobody(customer, nobody[0], goals_of);
    must_be_nobody(customer, nobody[0], events_of);
    must_be_nobody(sale, nobody[1], ask_sale);
    must_be_nobody(sale, nobody[1], return_of);
    must_be_nobody(run, nobody[2], ask_enrolment);
    must_be_nobody(call, nobody[3], ask_touch);
    must_be_nobody(call, nobody[3], do_touch);
    aftersale_book_free(theirs);
}
