/* SPDX-License-Identifier: MIT */
/* A book to try things in: the clock is the test's, ids are seeded, the store is chosen. Each TRIAL runs on every
 * store. JSON is written with ' for ". */
#ifndef TRIAL_H
#define TRIAL_H
#include "support/book_file.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A step and a plan, as far as most tests ask for them. */
#define STEP(key, rest) "{'key':'" key "','kind':'follow-up'," rest "}"
#define PLAN(key, steps) "{'plan':'" key "','steps':[" steps "]}"

typedef struct trial {
    aftersale_context *context;
    aftersale_store *store;
    aftersale_time now;
    book_file file;                     /* of a book in SQLite */
    const aftersale_record *held[4096]; /* until the end of the test */
    size_t held_count;
} trial;

static trial on_trial;
static aftersale_book *book;

/* Runs the body on a book in memory and on one in SQLite. */
#define TRIAL(suite, name)                                                                                   \
    static void suite##_##name(void);                                                                        \
    Test(suite, name##_in_memory)                                                                            \
    {                                                                                                        \
        trial_begin(false);                                                                                  \
        suite##_##name();                                                                                    \
        trial_end();                                                                                         \
    }                                                                                                        \
    Test(suite, name##_in_sqlite)                                                                            \
    {                                                                                                        \
        trial_begin(true);                                                                                   \
        suite##_##name();                                                                                    \
        trial_end();                                                                                         \
    }                                                                                                        \
    static void suite##_##name(void)

#define MUST_BE(status, call)                                                                                \
    do {                                                                                                     \
        aftersale_status status_ = (call);                                                                   \
        cr_assert_eq(status_, (status), "%s: %s: %s", #call, aftersale_status_name(status_),                 \
                     aftersale_book_error(book)->text);                                                      \
    } while (0)
#define MUST(call) MUST_BE(AFTERSALE_OK, call)

static inline aftersale_status trial_clock(void *user, aftersale_time *out)
{
    (void)user;
    *out = on_trial.now;
    return AFTERSALE_OK;
}

static inline aftersale_time instant(const char *text)
{
    aftersale_time time = {0};
    cr_assert_eq(aftersale_time_parse(text, &time), AFTERSALE_OK, "%s", text);
    return time;
}

static inline aftersale_date day(const char *text)
{
    aftersale_date date = {0, 0, 0};
    if (text != NULL)
        cr_assert_eq(aftersale_date_parse(text, &date), AFTERSALE_OK, "%s", text);
    return date;
}

static inline void now_is(const char *text)
{
    on_trial.now = instant(text);
}

/* Text of an instant; good for a few at a time. */
static inline const char *text_of(aftersale_time time)
{
    static char texts[8][AFTERSALE_TIME_TEXT];
    static size_t next;
    char *text = texts[next++ % COUNT(texts)];
    aftersale_time_text(time, text);
    return text;
}

static inline bool same_id(aftersale_id a, aftersale_id b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static inline bool id_is_given(aftersale_id id)
{
    return !same_id(id, (aftersale_id){{0}});
}

/* Another handle on a book of the same store. */
static inline aftersale_book *open_book(const char *name)
{
    aftersale_book *opened = NULL;
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_status status = aftersale_book_open(
        on_trial.store, AFTERSALE_ARGS(book_open, .name = name, .flags = AFTERSALE_BOOK_CREATE), &opened,
        &error);
    cr_assert_eq(status, AFTERSALE_OK, "%s", error.text);
    return opened;
}

/* The context and the store, for a test that wants them otherwise. @param flags AFTERSALE_SQLITE_… */
static inline void trial_open(const aftersale_context_new_args *args, bool in_sqlite, uint32_t flags)
{
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_status status;
    memset(&on_trial, 0, sizeof on_trial);
    now_is("2026-11-20T10:00:00Z");
    status = aftersale_context_new(args, &on_trial.context, &error);
    cr_assert_eq(status, AFTERSALE_OK, "%s", error.text);
    if (in_sqlite) {
        cr_assert(book_file_make(&on_trial.file));
        status =
            aftersale_sqlite_open(on_trial.context, on_trial.file.path, flags, &on_trial.store, &error);
    } else {
        status = aftersale_memory_open(on_trial.context, &on_trial.store, &error);
    }
    cr_assert_eq(status, AFTERSALE_OK, "%s", error.text);
}

static inline void trial_begin(bool in_sqlite)
{
    trial_open(AFTERSALE_ARGS(context_new, .clock = trial_clock, .seed = 42), in_sqlite, AFTERSALE_SQLITE_OFF);
    book = open_book("acme");
}

static inline void trial_end(void)
{
    for (size_t i = 0; i < on_trial.held_count; i++)
        aftersale_record_free(on_trial.held[i]);
    aftersale_book_free(book);
    aftersale_store_free(on_trial.store);
    aftersale_context_free(on_trial.context);
    book_file_remove(&on_trial.file);
}

/* Keeps a record until the test ends. */
static inline const void *hold(const void *record)
{
    cr_assert_lt(on_trial.held_count, COUNT(on_trial.held));
    on_trial.held[on_trial.held_count++] = record;
    return record;
}

/* What tests write. */

/* With " for each '. Freed by the caller. */
static inline char *real_json(const char *single)
{
    char *json = malloc(strlen(single) + 1);
    cr_assert_not_null(json);
    strcpy(json, single);
    for (char *at = json; *at != 0; at++)
        if (*at == '\'')
            *at = '"';
    return json;
}

static inline aftersale_status try_publish(const char *single, aftersale_id *out)
{
    char *json = real_json(single);
    aftersale_status status = aftersale_plan_publish(book, AFTERSALE_ARGS(plan_publish, .json = json), out);
    free(json);
    return status;
}

static inline aftersale_id publish(const char *single)
{
    aftersale_id id;
    MUST(try_publish(single, &id));
    return id;
}

/* A customer in London with a telephone, looked after by sam. */
static inline void put_customer(const char *ref)
{
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = ref, .name = "Ada Byron", .owner = "sam", .zone = "Europe/London",
                       .contacts =
                           AFTERSALE_LIST(contact, {.channel = "phone", .address = "+44 20 7946 0018"})),
        NULL));
}

/* Days as texts, NULL: not known. */
static inline void put_sale(const char *ref, const char *customer, const char *plan, const char *sold,
                            const char *delivered)
{
    MUST(aftersale_sale_record(
        book,
        AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = customer, .sold = day(sold),
                       .delivered = day(delivered), .plan = plan,
                       .lines =
                           AFTERSALE_LIST(sale_line, {.product.ref = "B24", .price = {129900, "GBP", 2}})),
        NULL));
}

/* What tests look at. */

/* The i-th enrolment of a customer, from 0; NULL: there is none. */
static inline const aftersale_enrolment *enrolment(const char *customer, size_t i)
{
    const aftersale_enrolment *found = NULL;
    aftersale_cursor *list = NULL;
    MUST(aftersale_enrolment_list(book, AFTERSALE_ARGS(enrolment_list, .customer.ref = customer), &list));
    for (size_t at = 0; at <= i && found == NULL; at++) {
        const aftersale_enrolment *row;
        if (aftersale_enrolment_next(list, &row) != AFTERSALE_ROW)
            break;
        if (at == i)
            found = hold(aftersale_record_keep((const aftersale_record *)row));
    }
    aftersale_cursor_free(list);
    return found;
}

static inline aftersale_id enrolment_id(const char *customer, size_t i)
{
    const aftersale_enrolment *found = enrolment(customer, i);
    cr_assert_not_null(found, "%s has no enrolment %zu", customer, i);
    return aftersale_enrolment_id(found);
}

static inline int32_t enrolment_state(const char *customer, size_t i)
{
    const aftersale_enrolment *found = enrolment(customer, i);
    return found != NULL ? aftersale_enrolment_state(found) : 0;
}

static inline size_t enrolment_count(const char *customer)
{
    size_t count = 0;
    while (enrolment(customer, count) != NULL)
        count++;
    return count;
}

/* The touch of a step in the i-th enrolment of a customer; NULL: a branch nobody took, or no such step. */
static inline const aftersale_touch *find_touch(const char *customer, size_t i, const char *step)
{
    const aftersale_touch *row, *found = NULL;
    aftersale_cursor *list = NULL;
    MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .enrolment.id = enrolment_id(customer, i)),
                              &list));
    while (found == NULL && aftersale_touch_next(list, &row) == AFTERSALE_ROW)
        if (strcmp(aftersale_touch_step(row), step) == 0)
            found = hold(aftersale_record_keep((const aftersale_record *)row));
    aftersale_cursor_free(list);
    return found;
}

/* That of the first enrolment. */
static inline const aftersale_touch *touch(const char *customer, const char *step)
{
    const aftersale_touch *found = find_touch(customer, 0, step);
    cr_assert_not_null(found, "%s has no touch %s", customer, step);
    return found;
}

static inline aftersale_id touch_id(const char *customer, const char *step)
{
    return aftersale_touch_id(touch(customer, step));
}

static inline int32_t touch_state(const char *customer, const char *step)
{
    return aftersale_touch_state(touch(customer, step));
}

static inline const char *touch_due(const char *customer, const char *step)
{
    return text_of(aftersale_touch_due(touch(customer, step)));
}

/* Enters an outcome for the touch of a step. */
static inline aftersale_id done(const char *customer, const char *step, int32_t outcome)
{
    aftersale_id next;
    MUST(aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = touch_id(customer, step), .outcome = outcome), &next));
    return next;
}

/* Steps of what is due for an owner (NULL: everybody), "ref:step ref:step". */
static inline const char *work_text(const aftersale_worklist_args *args)
{
    static char text[4096];
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    aftersale_status status;
    size_t at = 0;
    text[0] = 0;
    MUST(aftersale_worklist(book, args, &list));
    while ((status = aftersale_work_next(list, &work)) == AFTERSALE_ROW)
        at += (size_t)snprintf(text + at, at < sizeof text ? sizeof text - at : 0, "%s%s:%s",
                               at != 0 ? " " : "", aftersale_customer_ref(aftersale_work_customer(work)),
                               aftersale_touch_step(aftersale_work_touch(work)));
    MUST_BE(AFTERSALE_DONE, status);
    aftersale_cursor_free(list);
    return text;
}

static inline const char *work_of(const char *owner)
{
    return work_text(AFTERSALE_ARGS(worklist, .owner = owner));
}
#endif
