/* SPDX-License-Identifier: MIT */
/* A plan edited mid-year: the list of a migration, and what the migration does (S21). */
#include "support/trial.h"

static void sell(const char *plan, const char *sold, const char *delivered)
{
    publish(plan);
    put_customer("C");
    put_sale("S", "C", "p", sold, delivered);
}

static aftersale_status try_migrate(const char *customer, int32_t version)
{
    return aftersale_plan_migrate(
        book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = enrolment_id(customer, 0), .version = version),
        NULL);
}

static void migrate(int32_t version)
{
    MUST(try_migrate("C", version));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    cr_assert_eq(aftersale_enrolment_version(enrolment("C", 0)), version);
}

static const char *short_time(aftersale_time time)
{
    static char texts[8][16];
    static size_t next;
    char *text = texts[next++ % COUNT(texts)];
    snprintf(text, sizeof texts[0], "%.10s", time.us != 0 ? text_of(time) : "-");
    return text;
}

static const char *const whats[] = {"", "kept", "moved", "added", "dropped", "held"};
static const char *const states[] = {"-",       "planned", "waiting", "blocked",  "claimed",
                                     "snoozed", "done",    "missed",  "cancelled"};

/* A line a row: "step 2 moved 2026-10-01 2026-11-01 planned". */
static const char *list_to(int32_t version)
{
    static char text[4096];
    aftersale_cursor *list = NULL;
    const aftersale_migration *row;
    size_t at = 0;
    text[0] = 0;
    MUST(aftersale_migration_list(
        book, AFTERSALE_ARGS(migration_list, .enrolment.id = enrolment_id("C", 0), .version = version),
        &list));
    while (aftersale_migration_next(list, &row) == AFTERSALE_ROW)
        at += (size_t)snprintf(
            text + at, sizeof text - at, "%s %d %s %s %s %s\n", aftersale_migration_step(row),
            (int)aftersale_migration_occurrence(row), whats[aftersale_migration_what(row)],
            short_time(aftersale_migration_due_before(row)), short_time(aftersale_migration_due_after(row)),
            states[aftersale_migration_state_after(row)]);
    aftersale_cursor_free(list);
    return text;
}

/* The same of all touches: "step 2 2026-10-01 planned". */
static const char *touches(void)
{
    static char text[4096];
    const aftersale_touch *row;
    aftersale_cursor *list = NULL;
    size_t at = 0;
    text[0] = 0;
    MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .customer.ref = "C"), &list));
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s %d %s %s\n", aftersale_touch_step(row),
                               (int)aftersale_touch_occurrence(row), short_time(aftersale_touch_due(row)),
                               states[aftersale_touch_state(row)]);
    aftersale_cursor_free(list);
    return text;
}

static void make(aftersale_id id)
{
    MUST(aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = AFTERSALE_OUTCOME_REACHED), NULL));
}

static aftersale_status claim(aftersale_id id)
{
    return aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = "sam"), NULL);
}

/* The touch of a step that is open. */
static aftersale_id open_id(const char *step)
{
    const aftersale_touch *row;
    aftersale_cursor *list = NULL;
    aftersale_id found = {{0}};
    MUST(aftersale_touch_list(
        book,
        AFTERSALE_ARGS(touch_list, .customer.ref = "C",
                       .states = 1u << AFTERSALE_TOUCH_STATE_PLANNED | 1u << AFTERSALE_TOUCH_STATE_CLAIMED),
        &list));
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW)
        if (strcmp(aftersale_touch_step(row), step) == 0)
            found = aftersale_touch_id(row);
    aftersale_cursor_free(list);
    cr_assert(id_is_given(found), "no open touch of %s", step);
    return found;
}

#define AT_SALE(key, after) STEP(key, "'anchor':'sale','after':'" after "'")
#define EVERY(key, every) STEP(key, "'anchor':'sale','repeat':{'every':'" every "'}")

/* S21: the list names what is kept, moved, added and dropped, and the migration does just that. */
TRIAL(migration, does_what_its_list_says)
{
    sell(PLAN("p",
              AT_SALE("a", "P1D") "," AT_SALE("b", "P1W") "," AT_SALE("c", "P4W") "," AT_SALE("d", "P5W")),
         "2026-11-16", NULL);
    make(touch_id("C", "a"));
    publish(PLAN(
        "p", AT_SALE("b", "P1W") "," AT_SALE("c", "P6W") "," AT_SALE("e", "P7W") "," AT_SALE("f", "P2D")));
    cr_assert_str_eq(list_to(2), "b 1 kept 2026-11-23 2026-11-23 planned\n"
                                 "c 1 moved 2026-12-14 2026-12-28 planned\n"
                                 "e 1 added - 2027-01-04 planned\n"
                                 "f 1 added - 2026-11-18 cancelled\n"
                                 "a 1 kept 2026-11-17 2026-11-17 done\n"
                                 "d 1 dropped 2026-12-21 - -\n");
    cr_assert_eq(aftersale_enrolment_version(enrolment("C", 0)), 1, "a list writes nothing");
    migrate(2);
    const aftersale_effect *const *effects;
    size_t count;
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(count, 3);
    cr_assert_eq(effects[0]->what, AFTERSALE_EFFECT_MOVED);
    cr_assert_str_eq(short_time(effects[0]->before), "2026-12-14");
    cr_assert_str_eq(short_time(effects[0]->after), "2026-12-28");
    cr_assert_eq(effects[1]->what, AFTERSALE_EFFECT_PLANNED);
    cr_assert_eq(effects[2]->what, AFTERSALE_EFFECT_CANCELLED);
    cr_assert_str_eq(short_time(effects[2]->before), "2026-12-21");
    cr_assert_str_eq(touches(), "a 1 2026-11-17 done\n"
                                "f 1 2026-11-18 cancelled\n"
                                "b 1 2026-11-23 planned\n"
                                "c 1 2026-12-28 planned\n"
                                "e 1 2027-01-04 planned\n");
    cr_assert_str_eq(work_of(NULL), "", "nothing is overdue by surprise");
}

/* S21: five weekly check-ups done, migrated to monthly: the sixth is next, on the next monthly date. */
TRIAL(migration, a_weekly_step_goes_on_monthly)
{
    sell(PLAN("p", EVERY("a", "P1W")), "2026-10-01", NULL);
    for (int i = 0; i < 5; i++) {
        static const char *const days[] = {"2026-10-01T12:00:00Z", "2026-10-08T12:00:00Z",
                                           "2026-10-15T12:00:00Z", "2026-10-22T12:00:00Z",
                                           "2026-10-29T12:00:00Z"};
        now_is(days[i]);
        make(open_id("a"));
    }
    publish(PLAN("p", EVERY("a", "P1M")));
    cr_assert_str_eq(list_to(0), "a 6 moved 2026-11-05 2026-11-01 planned\n");
    aftersale_id sixth = open_id("a");
    migrate(2);
    cr_assert(same_id(open_id("a"), sixth));
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2026-11-01T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
    make(sixth);
    now_is("2026-12-15T12:00:00Z"); /* each date from the first: no drift */
    cr_assert_str_eq(touches(), "a 1 2026-10-01 done\na 2 2026-10-08 done\na 3 2026-10-15 done\n"
                                "a 4 2026-10-22 done\na 5 2026-10-29 done\na 6 2026-11-01 done\n"
                                "a 7 2026-12-01 planned\n");
}

/* S21, S32: month ends clamp without drift, and old states are forgotten without losing count. */
TRIAL(migration, month_ends_do_not_drift)
{
    sell(PLAN("p", EVERY("a", "P1D")), "2026-08-31", NULL);
    now_is("2026-09-02T12:00:00Z");
    make(open_id("a"));
    publish(PLAN("p", EVERY("a", "P1M")));
    cr_assert_str_eq(list_to(0), "a 4 moved 2026-09-03 2026-09-30 planned\n");
    migrate(2);
    static const char *const ends[] = {"2026-09-30", "2026-10-31", "2026-11-30", "2026-12-31",
                                       "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30",
                                       "2027-05-31", "2027-06-30", "2027-07-31", "2027-08-31"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        char noon[32];
        snprintf(noon, sizeof noon, "%sT12:00:00Z", ends[i]);
        now_is(noon);
        const aftersale_touch *open;
        MUST(aftersale_touch_get(book, open_id("a"), &open));
        cr_assert_eq(aftersale_touch_occurrence(open), 4 + (int32_t)i);
        cr_assert_str_eq(short_time(aftersale_touch_due(open)), ends[i]);
        aftersale_touch_free(open);
        make(open_id("a"));
    }
}

/* S21: dates that the new series has had meanwhile are no missed touches, and none of them is due by surprise. */
TRIAL(migration, a_monthly_step_goes_on_weekly)
{
    sell(PLAN("p", EVERY("a", "P1M")), "2026-10-01", NULL);
    make(open_id("a")); /* of 1 November, the second */
    publish(PLAN("p", EVERY("a", "P1W")));
    cr_assert_str_eq(list_to(0), "a 3 moved 2026-12-01 2026-11-26 planned\n");
    migrate(2);
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_str_eq(touches(), "a 2 2026-11-01 done\na 3 2026-11-26 planned\n");
}

/* S21: what is due stays due where the new series has had a date since the one before; else it waits for the next. */
TRIAL(migration, what_is_due_stays_due)
{
    sell(PLAN("p", EVERY("a", "P1M")), "2026-10-01", NULL);
    publish(PLAN("p", EVERY("a", "P1W")));
    cr_assert_str_eq(list_to(0), "a 2 moved 2026-11-01 2026-11-19 planned\n");
    migrate(2);
    cr_assert_str_eq(work_of(NULL), "C:a");
    publish(PLAN("p", EVERY("a", "P1Y")));
    cr_assert_str_eq(list_to(0), "a 2 moved 2026-11-19 2027-10-01 planned\n");
    migrate(3);
    cr_assert_str_eq(work_of(NULL), "");
}

/* S21: from done, the new interval counts from the last one made. */
TRIAL(migration, an_interval_from_done_counts_from_the_last_one_made)
{
    sell(PLAN("p", STEP("a", "'anchor':'sale','repeat':{'every':'P1M','from':'done'}")), "2026-10-20", NULL);
    make(open_id("a")); /* on 20 November, for 20 November: the second */
    cr_assert_str_eq(touches(), "a 2 2026-11-20 done\na 3 2026-12-20 planned\n");
    publish(PLAN("p", STEP("a", "'anchor':'sale','repeat':{'every':'P1W','from':'done'}")));
    now_is("2026-12-07T12:00:00Z");
    cr_assert_str_eq(list_to(0), "a 3 moved 2026-12-20 2026-12-11 planned\n");
    migrate(2);
    now_is("2026-12-11T12:00:00Z");
    make(open_id("a"));
    cr_assert_str_eq(touches(), "a 2 2026-11-20 done\na 3 2026-12-11 done\na 4 2026-12-18 planned\n");
}

/* S21: a done one-off is never repeated; as a series it goes on with its second. And the reverse. */
TRIAL(migration, once_becomes_again_and_again)
{
    sell(PLAN("p", AT_SALE("a", "P1D") "," EVERY("b", "P1W") "," AT_SALE("z", "P1Y")), "2026-11-16", NULL);
    make(touch_id("C", "a"));
    make(touch_id("C", "b"));
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P1D','repeat':{'every':'P1M'}") "," AT_SALE(
                          "b", "P2W") "," AT_SALE("z", "P1Y")));
    cr_assert_str_eq(list_to(0), "a 2 added - 2026-12-17 planned\n"
                                 "b 2 dropped 2026-11-23 - -\n"
                                 "z 1 kept 2027-11-16 2027-11-16 planned\n");
    migrate(2);
    cr_assert_str_eq(touches(), "b 1 2026-11-16 done\na 1 2026-11-17 done\na 2 2026-12-17 planned\n"
                                "z 1 2027-11-16 planned\n");
    publish(PLAN("p", AT_SALE("a", "P1D") "," EVERY("b", "P1W") "," AT_SALE("z", "P1Y")));
    migrate(3);
    cr_assert_str_eq(touches(), "b 1 2026-11-16 done\na 1 2026-11-17 done\nb 2 2026-11-23 planned\n"
                                "z 1 2027-11-16 planned\n");
}

/* S21: an added step that repeats begins with its next date, not with those of the past. */
TRIAL(migration, an_added_series_begins_ahead)
{
    sell(PLAN("p", AT_SALE("a", "P1Y")), "2026-01-15", NULL);
    publish(PLAN("p", AT_SALE("a", "P1Y") "," EVERY("b", "P1M")));
    cr_assert_str_eq(list_to(0), "a 1 kept 2027-01-15 2027-01-15 planned\nb 1 added - 2026-12-15 planned\n");
    migrate(2);
    cr_assert_str_eq(touches(), "b 1 2026-12-15 planned\na 1 2027-01-15 planned\n");
    now_is("2026-12-15T12:00:00Z");
    make(open_id("b"));
    cr_assert_str_eq(touches(), "b 1 2026-12-15 done\na 1 2027-01-15 planned\nb 2 2027-01-15 planned\n");
}

/* S21, S29: who holds a touch of a step that goes on holds it still; one of a step that is dropped is in the way. */
TRIAL(migration, a_claim_holds)
{
    sell(PLAN("p", AT_SALE("a", "P1D") "," AT_SALE("b", "P1D")), "2026-11-16", NULL);
    MUST(claim(touch_id("C", "a")));
    publish(PLAN("p", AT_SALE("a", "P2D") "," AT_SALE("c", "P1M")));
    migrate(2);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_CLAIMED);
    publish(PLAN("p", AT_SALE("c", "P1M")));
    cr_assert_str_eq(list_to(0), "c 1 kept 2026-12-16 2026-12-16 planned\na 1 held 2026-11-18 - -\n");
    MUST_BE(AFTERSALE_STATE, try_migrate("C", 0));
    cr_assert_str_eq(aftersale_book_error(book)->text,
                     "enrolment: has an appointment or a touch that somebody holds of a, a step which that "
                     "version does not have");
    cr_assert_eq(aftersale_enrolment_version(enrolment("C", 0)), 2);
    now_is("2026-11-20T10:15:00Z"); /* the lease has run out */
    aftersale_id a = touch_id("C", "a");
    migrate(3);
    const aftersale_touch *found;
    MUST(aftersale_touch_get(book, a, &found));
    cr_assert_eq(aftersale_touch_state(found), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(aftersale_touch_version(found), 2);
    aftersale_touch_free(found);
    MUST_BE(AFTERSALE_STATE, claim(a));
    const aftersale_explanation *why;
    MUST(aftersale_explain_touch(book, a, &why));
    cr_assert_eq(aftersale_explanation_reason(why, 0)->number, 160);
    aftersale_explanation_free(why);
}

/* Names of the last two events. */
static const char *last_events(void)
{
    static char text[128];
    const char *names[2] = {"", ""};
    aftersale_cursor *list = NULL;
    const aftersale_event *event;
    MUST(aftersale_event_list(book, 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW) {
        names[0] = names[1];
        names[1] = aftersale_event_name(event);
    }
    aftersale_cursor_free(list);
    snprintf(text, sizeof text, "%s %s ", names[0], names[1]);
    return text;
}

static const char *why(const char *step)
{
    static char text[1024];
    const aftersale_explanation *found;
    MUST(aftersale_explain_touch(book, touch_id("C", step), &found));
    snprintf(text, sizeof text, "%s", aftersale_explanation_text(found));
    aftersale_explanation_free(found);
    return text;
}

/* S21: a snooze stays; what was missed stays missed, and a longer last moment does not bring it back. */
TRIAL(migration, snoozed_stays_snoozed_and_missed_missed)
{
    sell(PLAN("p",
              AT_SALE("a", "P1D") "," STEP("b", "'anchor':'sale','not_after':'P1D'") "," AT_SALE("z", "P1Y")),
         "2026-11-16", NULL);
    MUST(aftersale_touch_snooze(
        book,
        AFTERSALE_ARGS(touch_snooze, .touch = touch_id("C", "a"), .until = instant("2026-11-25T09:00:00Z")),
        NULL));
    publish(PLAN(
        "p", AT_SALE("a", "P2D") "," STEP("b", "'anchor':'sale','not_after':'P1M'") "," AT_SALE("z", "P1Y")));
    cr_assert_str_eq(list_to(0), "a 1 kept 2026-11-25 2026-11-25 snoozed\n"
                                 "b 1 kept 2026-11-16 2026-11-16 missed\n"
                                 "z 1 kept 2027-11-16 2027-11-16 planned\n");
    migrate(2);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_SNOOZED);
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_MISSED);
    /* S18, S67: the fact is told once, by whichever came first. */
    cr_assert_str_eq(last_events(), "touch.missed enrolment.migrated ");
    MUST(aftersale_book_advance(book, NULL, NULL));
    cr_assert_str_eq(last_events(), "touch.missed enrolment.migrated ");
    cr_assert_not_null(strstr(why("b"), "is over: missed"), "%s", why("b"));
    MUST(aftersale_event_verify(book, NULL));
}

/* S21, S29: an appointment stands: on a step that goes on it keeps its instant, and on one that does not it is in the way. */
TRIAL(migration, an_appointment_stands)
{
    sell(PLAN("p", AT_SALE("a", "P1W") "," AT_SALE("b", "P1M")), "2026-11-16", NULL);
    MUST(aftersale_touch_agree(
        book,
        AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "a"), .agreed = instant("2026-12-01T15:00:00Z")),
        NULL));
    publish(PLAN("p", AT_SALE("a", "P2W") "," AT_SALE("b", "P1M")));
    cr_assert_str_eq(list_to(0), "a 1 kept 2026-12-01 2026-12-01 planned\n"
                                 "b 1 kept 2026-12-16 2026-12-16 planned\n");
    migrate(2);
    publish(PLAN("p", AT_SALE("b", "P1M")));
    MUST_BE(AFTERSALE_STATE, try_migrate("C", 3));
    MUST(aftersale_touch_agree(book,
                               AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "a"),
                                              .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_TOUCH_AGREED)),
                               NULL));
    migrate(3);
}

#define WITH_CASE(after)                                                                                     \
    STEP("a", "'anchor':'sale','outcomes':{'problem':{'do':'open_case','owner':'service'},"                  \
              "'lukewarm':{'do':'jump','to':'extra'}}")                                                      \
    ",{'key':'extra','kind':'notice','only':'by_branch','after':'" after "'}," AT_SALE("z", "P1Y")

/* S21, S51: what a branch has led to stays; what nobody was led to is no touch before nor after. */
TRIAL(migration, branches_that_were_taken_stay_taken)
{
    sell(PLAN("p", WITH_CASE("P1W")), "2026-11-16", NULL);
    done("C", "a", AFTERSALE_OUTCOME_LUKEWARM);
    publish(PLAN("p", WITH_CASE("P2W")));
    cr_assert_str_eq(list_to(0), "a 1 kept 2026-11-16 2026-11-16 done\n"
                                 "extra 1 moved 2026-11-27 2026-12-04 planned\n"
                                 "z 1 kept 2027-11-16 2027-11-16 planned\n");
    migrate(2);
    cr_assert_str_eq(short_time(aftersale_touch_due(touch("C", "extra"))), "2026-12-04");
}

/* S21, S51: an open case is not lost: the version that does not have it has to wait. */
TRIAL(migration, an_open_case_is_in_the_way)
{
    sell(PLAN("p", WITH_CASE("P1W")), "2026-11-16", NULL);
    done("C", "a", AFTERSALE_OUTCOME_PROBLEM);
    publish(PLAN("p", AT_SALE("a", "P1D") "," AT_SALE("z", "P1Y")));
    MUST_BE(AFTERSALE_STATE, try_migrate("C", 0));
    cr_assert_str_eq(aftersale_book_error(book)->text,
                     "enrolment: has the open case a.case, a step which that version does not have");
    done("C", "a.case", AFTERSALE_OUTCOME_REACHED);
    migrate(2);
    cr_assert_eq(touch_state("C", "a.case"), AFTERSALE_TOUCH_STATE_DONE);
}

/* S21: what was tried goes on with the channel of that name. */
TRIAL(migration, a_channel_is_known_by_its_name)
{
    sell(PLAN("p", STEP("a", "'anchor':'sale','channels':['fax','phone']") "," AT_SALE("z", "P1Y")),
         "2026-11-16", NULL);
    done("C", "a", AFTERSALE_OUTCOME_BOUNCED);
    cr_assert_str_eq(aftersale_touch_channel(touch("C", "a")), "phone");
    publish(PLAN(
        "p", STEP("a", "'anchor':'sale','channels':['visit','fax','phone','post']") "," AT_SALE("z", "P1Y")));
    migrate(2);
    cr_assert_str_eq(aftersale_touch_channel(touch("C", "a")), "phone");
}

/* S21, S20: drafts and paused plans are taken over, and stay what they are; those that are over are not. */
TRIAL(migration, only_a_plan_that_is_not_over)
{
    sell(PLAN("p", AT_SALE("a", "P1M")), "2026-11-16", NULL);
    MUST(aftersale_plan_move(
        book,
        AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("C", 0), .state = AFTERSALE_ENROLMENT_PAUSED),
        NULL));
    publish(PLAN("p", AT_SALE("a", "P2M")));
    cr_assert_str_eq(list_to(0), "a 1 moved 2026-12-16 2027-01-16 blocked\n");
    migrate(2);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_PAUSED);
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("C", 0),
                                            .reason = "asked", .state = AFTERSALE_ENROLMENT_ENDED),
                             NULL));
    cr_assert_str_eq(list_to(1), "a 1 kept 2027-01-16 2027-01-16 cancelled\n");
    MUST_BE(AFTERSALE_STATE, try_migrate("C", 1));
    MUST_BE(AFTERSALE_NOT_FOUND, try_migrate("C", 3));
    put_customer("D");
    MUST(aftersale_enrol(book,
                         AFTERSALE_ARGS(enrol, .plan = "p", .version = 1, .customer.ref = "D",
                                        .state = AFTERSALE_ENROLMENT_DRAFT),
                         NULL));
    MUST(try_migrate("D", 0));
    cr_assert_eq(aftersale_enrolment_version(enrolment("D", 0)), 2);
    cr_assert_eq(enrolment_state("D", 0), AFTERSALE_ENROLMENT_DRAFT);
}

/* S21, S4: twice is once; and there is a way back, on which what was dropped comes again. */
TRIAL(migration, there_and_back)
{
    sell(PLAN("p", AT_SALE("a", "P1M") "," EVERY("b", "P1W")), "2026-11-16", NULL);
    make(open_id("b"));
    MUST(aftersale_touch_snooze(
        book,
        AFTERSALE_ARGS(touch_snooze, .touch = touch_id("C", "a"), .until = instant("2026-12-20T09:00:00Z")),
        NULL));
    publish(PLAN("p", AT_SALE("z", "P1Y")));
    char before[4096];
    strcpy(before, touches());
    migrate(2);
    cr_assert_str_eq(touches(), "b 1 2026-11-16 done\nz 1 2027-11-16 planned\na 1 - cancelled\n");
    MUST(try_migrate("C", 2));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
    cr_assert_str_eq(list_to(0), "z 1 kept 2027-11-16 2027-11-16 planned\n");
    migrate(1);
    cr_assert_str_eq(touches(), before);
    aftersale_id id = enrolment_id("C", 0);
    for (int i = 0; i < 2; i++)
        MUST(aftersale_plan_migrate(
            book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = id, .version = 2, .idempotency = "k"), NULL));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_REPEAT);
}

/* S21: nothing left to do in the new version: the plan is through. */
TRIAL(migration, a_plan_with_nothing_left_is_completed)
{
    sell(PLAN("p", AT_SALE("a", "P1D") "," AT_SALE("b", "P1M")), "2026-11-16", NULL);
    make(touch_id("C", "a"));
    publish(PLAN("p", AT_SALE("a", "P1D")));
    migrate(2);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
}

/* S21, S16: priority follows the version; the event says from where to where. */
TRIAL(migration, priority_follows_and_the_event_tells)
{
    const aftersale_event *row;
    aftersale_cursor *list = NULL;
    bool told = false;
    sell(PLAN("p", AT_SALE("a", "P1D")), "2026-11-16", NULL);
    publish("{'plan':'p','priority':2,'steps':[" AT_SALE("a", "P1D") "]}");
    migrate(2);
    cr_assert_eq(aftersale_enrolment_priority(enrolment("C", 0)), 2);
    cr_assert_eq(aftersale_touch_priority(touch("C", "a")), 2);
    cr_assert_str_eq(work_text(AFTERSALE_ARGS(worklist, .owner = "sam", .order = AFTERSALE_ORDER_PRIORITY)),
                     "C:a");
    MUST(aftersale_event_list(book, 0, &list));
    while (aftersale_event_next(list, &row) == AFTERSALE_ROW)
        if (strcmp(aftersale_event_name(row), "enrolment.migrated") == 0) {
            told = true;
            cr_assert(same_id(aftersale_event_subject(row), enrolment_id("C", 0)));
            cr_assert_str_eq(aftersale_event_detail(row), "{\"from\":1,\"to\":2}");
        }
    aftersale_cursor_free(list);
    cr_assert(told);
}

#define PROMISED(key, after) STEP(key, "'anchor':'sale','after':'" after "','promise':{'en':'We call.'}")

/* S21, S28, S71: what was promised otherwise marks the written plan outdated; what is gone is cancelled in calendars. */
TRIAL(migration, the_written_plan_is_outdated)
{
    const aftersale_sheet *sheet;
    sell(PLAN("p", PROMISED("a", "P1M") "," PROMISED("b", "P2M")), "2026-11-16", NULL);
    aftersale_id id = enrolment_id("C", 0);
    MUST(aftersale_sheet_share(book, AFTERSALE_ARGS(sheet_share, .enrolment.id = id, .with = "Ada"), NULL));
    publish(PLAN("p", PROMISED("a", "P1M") "," PROMISED("c", "P3M")));
    migrate(2);
    const aftersale_effect *const *effects;
    size_t count;
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(effects[count - 1]->what, AFTERSALE_EFFECT_OUTDATED);
    MUST(aftersale_sheet_make(book, AFTERSALE_ARGS(sheet_make, .enrolment = id), &sheet));
    cr_assert_eq(aftersale_sheet_version(sheet), 2);
    cr_assert_eq(aftersale_sheet_entry_count(sheet), 3);
    cr_assert_eq(aftersale_sheet_entry_at(sheet, 1)->state, AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_str_eq(aftersale_sheet_entry_at(sheet, 1)->promise, "We call.");
    aftersale_sheet_free(sheet);
}
