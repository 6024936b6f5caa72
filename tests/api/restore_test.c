/* SPDX-License-Identifier: MIT */
/* An export into an empty book: plans stand as they stood, and what was done and said is known (S4, S70). */
#include "each_store.h"
#include "support/exchanged.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUSTOMERS 6

static const char *customer(int i)
{
    static char names[CUSTOMERS][8];
    snprintf(names[i], sizeof names[i], "C-%d", i);
    return names[i];
}

/* Touches of a customer as one text, ids and words included. */
static char *touches_of(clocked_book *at, int i)
{
    static char out[2][16384];
    static int which;
    char *to = out[which ^= 1];
    aftersale_cursor *cursor;
    const aftersale_touch *touch, *whole;
    size_t size = 0;
    to[0] = 0;
    GOES(aftersale_touch_list(at->book, AFTERSALE_ARGS(touch_list, .customer.ref = customer(i)), &cursor));
    while (aftersale_touch_next(cursor, &touch) == AFTERSALE_ROW) {
        char id[AFTERSALE_ID_TEXT];
        aftersale_id_text(aftersale_touch_id(touch), id);
        GOES(aftersale_touch_get(at->book, aftersale_touch_id(touch), &whole));
        size +=
            (size_t)snprintf(to + size, sizeof out[0] - size, "%s %s %d %d %lld %lld %s %s %s\n", id,
                             aftersale_touch_step(whole), (int)aftersale_touch_state(whole),
                             (int)aftersale_touch_outcome(whole), (long long)aftersale_touch_due(whole).us,
                             (long long)aftersale_touch_made(whole).us,
                             aftersale_touch_actor(whole) != NULL ? aftersale_touch_actor(whole) : "-",
                             aftersale_touch_note(whole) != NULL ? aftersale_touch_note(whole) : "-",
                             aftersale_touch_channel(whole) != NULL ? aftersale_touch_channel(whole) : "-");
        aftersale_touch_free(whole);
        cr_assert_lt(size, sizeof out[0]);
    }
    aftersale_cursor_free(cursor);
    return to;
}

static aftersale_id first_touch(clocked_book *at, int i, uint32_t states, aftersale_id *plan)
{
    aftersale_cursor *cursor;
    const aftersale_touch *touch;
    aftersale_id id;
    GOES(aftersale_touch_list(
        at->book, AFTERSALE_ARGS(touch_list, .customer.ref = customer(i), .states = states), &cursor));
    cr_assert_eq(aftersale_touch_next(cursor, &touch), AFTERSALE_ROW);
    id = aftersale_touch_id(touch);
    *plan = aftersale_touch_enrolment(touch);
    aftersale_cursor_free(cursor);
    return id;
}

/* The first touch of a customer that lies ahead, and its plan. */
static aftersale_id next_touch(clocked_book *at, int i, aftersale_id *plan)
{
    return first_touch(at, i, 1u << AFTERSALE_TOUCH_STATE_PLANNED, plan);
}

static void move(clocked_book *at, int i, int32_t state, const char *reason)
{
    aftersale_id plan;
    (void)first_touch(at, i, 0, &plan);
    GOES(aftersale_plan_move(
        at->book, AFTERSALE_ARGS(plan_move, .enrolment.id = plan, .state = state, .reason = reason), NULL));
}

/* A plan in each state; touches made, tried and put off; a share that was seen. */
static void fill(clocked_book *at)
{
    char line[512];
    aftersale_id plan, touch;
    for (int i = 0; i < CUSTOMERS; i++) {
        snprintf(
            line, sizeof line,
            "{\"kind\":\"customer\",\"ref\":\"C-%d\",\"contacts\":[{\"channel\":\"phone\",\"address\":\"020 "
            "%d\",\"consent\":[\"service\",\"relationship\"],\"consent_source\":\"form\"}]}\n"
            "{\"kind\":\"sale\",\"ref\":\"S-%d\",\"customer\":\"C-%d\",\"sold\":\"2026-02-28\",\"delivered\":"
            "\"2026-02-28\",\"plan\":\"service-business\"}\n",
            i, i, i, i);
        (void)import_lines(at->book, line);
    }
    touch = next_touch(at, 0, &plan);
    GOES(aftersale_touch_done(at->book,
                              AFTERSALE_ARGS(touch_done, .touch = touch,
                                             .outcome = AFTERSALE_OUTCOME_NO_ANSWER, .actor = "bob",
                                             .note = "nobody there"),
                              NULL));
    touch = next_touch(at, 1, &plan);
    GOES(aftersale_touch_done(at->book,
                              AFTERSALE_ARGS(touch_done, .touch = touch, .outcome = AFTERSALE_OUTCOME_REACHED,
                                             .actor = "eve", .channel = "visit", .note = "all \"well\""),
                              NULL));
    GOES(aftersale_sheet_share(
        at->book, AFTERSALE_ARGS(sheet_share, .enrolment.id = plan, .with = "Ada", .language = "de"), NULL));
    GOES(aftersale_sheet_share(at->book, AFTERSALE_ARGS(sheet_share, .enrolment.id = plan, .with = "Eve"),
                               NULL));
    GOES(
        aftersale_sheet_acknowledge(at->book, AFTERSALE_ARGS(sheet_acknowledge, .enrolment.id = plan), NULL));
    move(at, 2, AFTERSALE_ENROLMENT_PAUSED, NULL);
    at->now += 5 * 86400;
    move(at, 2, AFTERSALE_ENROLMENT_ACTIVE, NULL);
    move(at, 2, AFTERSALE_ENROLMENT_PAUSED, NULL);
    move(at, 3, AFTERSALE_ENROLMENT_ENDED, "moved away");
    move(at, 4, AFTERSALE_ENROLMENT_COMPLETED, NULL);
    GOES(aftersale_enrol(at->book,
                         AFTERSALE_ARGS(enrol, .plan = "consumable", .customer.ref = "C-5",
                                        .state = AFTERSALE_ENROLMENT_DRAFT),
                         &plan));
    GOES(aftersale_plan_move(at->book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = plan,
                                            .state = AFTERSALE_ENROLMENT_CANCELLED, .reason = "too soon"),
                             NULL));
}

static void expect_same_customer(clocked_book *home, clocked_book *copy, int i)
{
    copy->now = home->now;
    const char *wanted = touches_of(home, i);
    cr_assert_str_eq(touches_of(copy, i), wanted, "customer %d", i);
}

static void expect_same_work(clocked_book *home, clocked_book *copy)
{
    for (int i = 0; i < CUSTOMERS; i++)
        expect_same_customer(home, copy, i);
}

EACH_STORE(restore, plans_touches_words_and_shares)
{
    static const char *const told[] = {
        "\"state\":\"paused\"",    "\"reason\":\"moved away\"", "\"state\":\"completed\"",
        "\"reason\":\"too soon\"", "\"kind\":\"sheet\"",        "\"acknowledged\":",
        "\"kind\":\"touch\"",      "\"note\":\"nobody there\"", "\"shared_with\":\"Ada\"",
        "\"shared_with\":\"Eve\"", "\"pauses\":[{\"from\":"};
    clocked_book copy;
    aftersale_import_counts counts;
    written_text first, second;
    fill(at);
    first = exported(at->book, NULL);
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
    (void)import_lines(copy.book, first.data);
    counts = import_lines(copy.book, first.data);
    cr_assert_eq(counts.same, counts.lines);
    second = exported(copy.book, NULL);
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        cr_assert_not_null(strstr(first.data, told[i]), "%s", told[i]);
        cr_assert_not_null(strstr(second.data, told[i]), "%s", told[i]);
    }
    expect_same_work(at, &copy);
    counts = import_lines(at->book, first.data);
    cr_assert_eq(counts.same, counts.lines, "its own book");
    written_text_free(&first);
    written_text_free(&second);
    clocked_book_close(&copy);
}

EACH_STORE(restore, from_the_last_line_to_the_first)
{
    clocked_book copy;
    fill(at);
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
    copy_book_backwards(at->book, copy.book);
    expect_same_work(at, &copy);
    clocked_book_close(&copy);
}

/* A restored plan goes on: the same touch is made in both books, and they agree again. */
EACH_STORE(restore, plans_go_on)
{
    clocked_book copy, *home = at;
    written_text first;
    aftersale_id plan, touch;
    int64_t made;
    fill(at);
    first = exported(at->book, NULL);
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
    (void)import_lines(copy.book, first.data);
    made = home->now * 1000000;
    copy.now = home->now;
    touch = next_touch(home, 0, &plan);
    for (at = home; at != NULL; at = at == home ? &copy : NULL)
        GOES(aftersale_touch_done(at->book,
                                  AFTERSALE_ARGS(touch_done, .touch = touch,
                                                 .outcome = AFTERSALE_OUTCOME_REACHED, .note = "again",
                                                 .made.us = made),
                                  NULL));
    expect_same_work(home, &copy);
    at = &copy;
    cr_assert_eq(aftersale_enrol(copy.book,
                                 AFTERSALE_ARGS(enrol, .plan = "service-business", .sale.ref = "S-3"), NULL),
                 AFTERSALE_STATE, "once a sale, as in the book it came from");
    written_text_free(&first);
    clocked_book_close(&copy);
}

#define STEP(key, rest) "{\"key\":\"" key "\",\"kind\":\"follow-up\",\"anchor\":\"sale\"" rest "}"

static void publish(clocked_book *at, const char *steps)
{
    char json[1024];
    snprintf(json, sizeof json, "{\"plan\":\"p\",\"steps\":[%s]}", steps);
    GOES(aftersale_plan_publish(at->book, AFTERSALE_ARGS(plan_publish, .json = json), NULL));
}

/* S21, S70: a plan that went over to another version, what was made of steps that are gone, and where a series goes on. */
EACH_STORE(restore, plans_that_were_migrated)
{
    clocked_book copy;
    aftersale_id plan, touch;
    written_text first, second;
    publish(at, STEP("gone", "") "," STEP("tried", "") "," STEP("weekly", ",\"repeat\":{\"every\":\"P1W\"}"));
    (void)import_lines(at->book,
                       "{\"kind\":\"customer\",\"ref\":\"C-0\"}\n"
                       "{\"kind\":\"sale\",\"ref\":\"S-0\",\"customer\":\"C-0\",\"sold\":\"2026-02-28\","
                       "\"plan\":\"p\"}\n");
    for (int i = 0; i < 3; i++) {
        touch = next_touch(at, 0, &plan);
        GOES(aftersale_touch_done(
            at->book,
            AFTERSALE_ARGS(touch_done, .touch = touch, .note = "so",
                           .outcome = i == 1 ? AFTERSALE_OUTCOME_NO_ANSWER : AFTERSALE_OUTCOME_REACHED),
            NULL));
    }
    publish(at, STEP("weekly", ",\"repeat\":{\"every\":\"P1D\"}") "," STEP("late", ",\"after\":\"P1D\""));
    GOES(aftersale_plan_migrate(at->book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = plan), NULL));
    first = exported(at->book, NULL);
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
    (void)import_lines(copy.book, first.data);
    expect_same_customer(at, &copy, 0);
    second = exported(copy.book, NULL);
    cr_assert_not_null(strstr(first.data, "\"occurrence\":2,\"state\":\"open\",\"nth\":4}"));
    cr_assert_not_null(strstr(second.data, "\"occurrence\":2,\"state\":\"open\",\"nth\":4}"));
    (void)import_lines(copy.book, first.data);
    written_text_free(&first);
    written_text_free(&second);
    clocked_book_close(&copy);
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)) != NULL; text++)
        count++;
    return count;
}

/* S18, S70: of a long series the plan keeps the last few; what was made before them goes along all the same. */
EACH_STORE(restore, a_series_made_many_times)
{
    clocked_book copy;
    aftersale_id plan, touch;
    aftersale_import_counts counts;
    written_text first, second;
    publish(at, STEP("daily", ",\"repeat\":{\"every\":\"P1D\"}"));
    (void)import_lines(at->book, "{\"kind\":\"customer\",\"ref\":\"C-0\"}\n"
                                 "{\"kind\":\"sale\",\"ref\":\"S-0\",\"customer\":\"C-0\",\"sold\":"
                                 "\"2026-02-28\",\"plan\":\"p\"}\n");
    for (int i = 0; i < 12; i++) {
        touch = next_touch(at, 0, &plan);
        GOES(aftersale_touch_done(
            at->book,
            AFTERSALE_ARGS(touch_done, .touch = touch, .note = "so", .outcome = AFTERSALE_OUTCOME_REACHED),
            NULL));
        at->now += 86400;
    }
    first = exported(at->book, NULL);
    cr_assert_eq(count_of(first.data, "\"note\":\"so\""), 12);
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
    (void)import_lines(copy.book, first.data);
    expect_same_customer(at, &copy, 0);
    second = exported(copy.book, NULL);
    cr_assert_eq(count_of(second.data, "\"note\":\"so\""), 12);
    counts = import_lines(copy.book, first.data);
    cr_assert_eq(counts.same, counts.lines);
    written_text_free(&first);
    written_text_free(&second);
    clocked_book_close(&copy);
}

/* S24, S70: what was said meanwhile ended the plan, and with it the pause. */
EACH_STORE(restore, a_plan_that_ended_in_its_pause)
{
    clocked_book copy;
    aftersale_id plan, touch;
    written_text first;
    publish(at, STEP("one", ",\"outcomes\":{\"refused\":{\"do\":\"end\"}}") "," STEP("two", ""));
    (void)import_lines(at->book, "{\"kind\":\"customer\",\"ref\":\"C-0\"}\n"
                                 "{\"kind\":\"sale\",\"ref\":\"S-0\",\"customer\":\"C-0\",\"sold\":"
                                 "\"2026-02-28\",\"plan\":\"p\"}\n");
    touch = next_touch(at, 0, &plan);
    GOES(aftersale_plan_move(at->book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = plan,
                                            .state = AFTERSALE_ENROLMENT_PAUSED, .resume = {2027, 1, 1}),
                             NULL));
    at->now += 86400;
    GOES(aftersale_touch_done(
        at->book, AFTERSALE_ARGS(touch_done, .touch = touch, .outcome = AFTERSALE_OUTCOME_REFUSED), NULL));
    first = exported(at->book, NULL);
    cr_assert_not_null(strstr(first.data, "\"state\":\"ended\""));
    cr_assert_null(strstr(first.data, "\"paused\":"));
    cr_assert_null(strstr(first.data, "\"resume\":"));
    cr_assert_not_null(strstr(first.data, "\"pauses\":[{\"from\":"));
    cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
    (void)import_lines(copy.book, first.data);
    expect_same_customer(at, &copy, 0);
    written_text_free(&first);
    clocked_book_close(&copy);
}

/* What is wrong with a line is told by field, and nothing of it goes in. */
EACH_STORE(restore, bad_lines_change_nothing)
{
    static const struct {
        const char *from, *to;
    } spoils[] = {
        {"\"step\":", "\"step\":99"},
        {"\"run\":1", "\"run\":-1"},
        {"\"state\":\"paused\"", "\"state\":\"asleep\""},
        {"\"state\":\"paused\"", "\"state\":\"active\""},
        {"\"pauses\":[{\"from\":\"2026", "\"pauses\":[{\"from\":\"2036"},
        {"\"plan\":\"service-business\",\"version\":1", "\"plan\":\"service-business\",\"version\":7"}};
    written_text first;
    fill(at);
    first = exported(at->book, NULL);
    for (size_t i = 0; i < sizeof spoils / sizeof spoils[0]; i++) {
        clocked_book copy;
        char *spoilt = calloc(1, first.size + 64),
             *at_enrolments = strstr(first.data, "{\"kind\":\"enrolment\"");
        char *place = strstr(at_enrolments, spoils[i].from);
        cr_assert_not_null(place, "%s", spoils[i].from);
        memcpy(spoilt, first.data, (size_t)(place - first.data));
        strcat(spoilt, spoils[i].to);
        strcat(spoilt, place + strlen(spoils[i].from));
        cr_assert(clocked_book_open(&copy, at->on_sqlite, 99));
        cr_assert_gt(try_import_lines(copy.book, spoilt).bad, 0, "%s", spoils[i].to);
        free(spoilt);
        clocked_book_close(&copy);
    }
    written_text_free(&first);
}
