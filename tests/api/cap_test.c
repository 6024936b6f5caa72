/* SPDX-License-Identifier: MIT */
/* What a book allows in all its plans: caps, gaps and quiet hours, over all contacts with a customer and claims that
 * hold (S33, S36). Now is 20 November 2026, 10:00, a Friday. */
#include "support/refusal.h"
#include "support/watched_book.h"

#define CALL(key) STEP(key, "'anchor':'sale','channels':['phone'],'purpose':'service'")
#define OFFER(key) STEP(key, "'anchor':'sale','channels':['phone'],'purpose':'selling'")

/* Two plans, each with one telephone call that is due. */
static void sell_two(void)
{
    publish(PLAN("p", CALL("a")));
    publish(PLAN("q", CALL("b")));
    put_customer("C");
    put_sale("S1", "C", "p", "2026-11-01", NULL);
    put_sale("S2", "C", "q", "2026-11-01", NULL);
}

static aftersale_status put_caps(aftersale_caps caps)
{
    return aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .caps = caps), NULL);
}

#define CAPS(...) ((aftersale_caps)AFTERSALE_LIST(cap, __VA_ARGS__))

static void one_call_in_30_days(void)
{
    MUST(put_caps(CAPS({.most = 1, .per = "P30D", .channel = "phone"})));
}

static aftersale_id second_touch(void)
{
    return aftersale_touch_id(find_touch("C", 1, "b"));
}

static aftersale_status claim(aftersale_book *by, aftersale_id id)
{
    return aftersale_touch_claim(by, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = "sam"), NULL);
}

static const char *second_due(void)
{
    return text_of(aftersale_touch_due(find_touch("C", 1, "b")));
}

/* S36: the contact has to go, and the period. */
TRIAL(cap, a_contact_puts_off_the_calls_of_other_plans)
{
    sell_two();
    one_call_in_30_days();
    cr_assert_str_eq(work_of(NULL), "C:a C:b");
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(second_due(), "2026-12-20T10:00:00Z");
    cr_assert_str_eq(work_of(NULL), "");
    MUST_BE(AFTERSALE_STATE, claim(book, second_touch()));
    const aftersale_explanation *why;
    MUST(aftersale_explain_touch(book, second_touch(), &why));
    cr_assert_not_null(strstr(aftersale_explanation_text(why), "1 phone in P30D"), "%s",
                       aftersale_explanation_text(why));
    aftersale_explanation_free(why);
    now_is("2026-12-20T10:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b");
    MUST(claim(book, second_touch()));
}

/* S36: a claim counts until it is released, has run out or is done. */
TRIAL(cap, a_claim_counts_while_it_holds)
{
    sell_two();
    one_call_in_30_days();
    aftersale_book *other = open_book("acme");
    MUST(claim(book, touch_id("C", "a")));
    cr_assert_eq(claim(other, second_touch()), AFTERSALE_STATE);
    cr_assert_str_eq(work_of("sam"), "C:a");
    MUST(aftersale_touch_release(
        book, AFTERSALE_ARGS(touch_release, .touch = touch_id("C", "a"), .actor = "sam"), NULL));
    cr_assert_str_eq(second_due(), "2026-11-01T09:00:00Z");
    cr_assert_eq(claim(other, second_touch()), AFTERSALE_OK);
    MUST_BE(AFTERSALE_STATE, claim(book, touch_id("C", "a")));
    now_is("2026-11-20T10:15:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a C:b");
    MUST(claim(book, touch_id("C", "a")));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    now_is("2026-11-20T11:00:00Z");
    cr_assert_str_eq(second_due(), "2026-12-20T10:15:00Z");
    aftersale_book_free(other);
}

/* S36, S3: of two who claim at once, one gets it, whenever the other strikes. */
TRIAL(cap, two_claims_cannot_both_pass)
{
    sell_two();
    one_call_in_30_days();
    expect_one_claim(touch_id("C", "a"), second_touch());
}

/* S36: 0 is none, no cap is no limit; what a cap closed comes back when it is raised. */
TRIAL(cap, none_and_no_limit)
{
    sell_two();
    MUST(put_caps(CAPS({.per = "P1D", .channel = "phone"})));
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    MUST_BE(AFTERSALE_BLOCKED, claim(book, touch_id("C", "a")));
    put_sale("S3", "C", "q", "2026-11-02", NULL); /* begun while none was allowed */
    cr_assert_str_eq(work_of(NULL), "");
    MUST(put_caps(CAPS({.most = 2, .per = "P1D", .channel = "phone"})));
    cr_assert_str_eq(work_of(NULL), "C:a C:b C:b");
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(work_of(NULL), "C:b C:b");
    MUST(aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = second_touch(), .outcome = AFTERSALE_OUTCOME_NO_ANSWER),
        NULL));
    cr_assert_str_eq(work_of(NULL), "");
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_SETTINGS_CAPS)), NULL));
    cr_assert_str_eq(work_of(NULL), "C:b");
}

/* S36: by class; service does not count against selling. */
TRIAL(cap, each_class_counts_alone)
{
    publish(PLAN("p", CALL("a") "," OFFER("o") "," OFFER("n")));
    MUST(aftersale_settings_put(
        book,
        AFTERSALE_ARGS(
            settings_put, .presume = AFTERSALE_PURPOSE_SELLING | AFTERSALE_PURPOSE_SERVICE,
            .caps = AFTERSALE_LIST(cap, {.most = 1, .per = "P30D", .of_class = AFTERSALE_CLASS_SELLING})),
        NULL));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-01", NULL);
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(work_of(NULL), "C:o C:n");
    done("C", "o", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_str_eq(touch_due("C", "n"), "2026-12-20T10:00:00Z");
}

/* S36: a plan's own gap and cap count the contacts of other plans. */
TRIAL(cap, a_gap_is_kept_from_the_last_contact)
{
    publish("{'plan':'p','min_gap':'P3D','steps':[" CALL("a") "]}");
    publish(PLAN("q", CALL("b")));
    put_customer("C");
    put_sale("S1", "C", "p", "2026-11-01", NULL);
    put_sale("S2", "C", "q", "2026-11-01", NULL);
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(work_of(NULL), "C:b");
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .min_gap = "P1W"), NULL));
    cr_assert_str_eq(second_due(), "2026-11-27T10:00:00Z");
}

/* S33: quiet hours of the book, on the customer's clock. */
TRIAL(cap, no_channel_is_used_in_quiet_hours)
{
    publish(PLAN("p", CALL("a")));
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .quiet = AFTERSALE_TEXTS("00:00-10:30", "sun 00:00-24:00")),
        NULL));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-01", NULL); /* a Sunday */
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-02T10:30:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S4: what settings_put refuses, and by which name. */
/* S33, S36: by itself the call falls on a Sunday and is skipped; the quiet Sundays of the book put it off to Monday, and
 * while they do the plan is not over. */
TRIAL(cap, what_quiet_hours_put_off_a_day_off_is_still_to_be_made)
{
    const char *sundays[] = {"sun 00:00-24:00"};
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .quiet = {sundays, 1}), NULL));
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P1D','channels':['phone'],'purpose':'service',"
                                "'on_holiday':'skip'")));
    put_customer("C");
    put_sale("S1", "C", "p", "2026-11-21", NULL);
    now_is("2026-11-23T10:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
    MUST(claim(book, touch_id("C", "a")));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
}

TRIAL(cap, limits_are_checked)
{
    MUST_NAME(AFTERSALE_INVALID, "caps[0].per", put_caps(CAPS({.most = 1})));
    MUST_NAME(AFTERSALE_INVALID, "caps[0].per", put_caps(CAPS({.most = 1, .per = "-P1D"})));
    MUST_NAME(AFTERSALE_INVALID, "caps[0].most", put_caps(CAPS({.most = -1, .per = "P1D"})));
    MUST_NAME(AFTERSALE_INVALID, "caps[1].most",
              put_caps(CAPS({.most = 64, .per = "P1D"}, {.most = 65, .per = "P1D"})));
    MUST_NAME(AFTERSALE_INVALID, "caps[0].of_class",
              put_caps(CAPS({.most = 1, .per = "P1D", .of_class = 4})));
    MUST_NAME(AFTERSALE_INVALID, "caps[0].channel",
              put_caps(CAPS({.most = 1, .per = "P1D", .channel = "Phone"})));
    MUST_NAME(AFTERSALE_INVALID, "min_gap",
              aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .min_gap = "soon"), NULL));
    MUST_NAME(AFTERSALE_INVALID, "quiet[1]",
              aftersale_settings_put(
                  book, AFTERSALE_ARGS(settings_put, .quiet = AFTERSALE_TEXTS("20:00-24:00", "20:00-08:00")),
                  NULL));
    MUST(put_caps(CAPS({.most = 2, .per = "P30D", .channel = "phone", .of_class = AFTERSALE_CLASS_SELLING})));
    const aftersale_settings *found;
    MUST(aftersale_settings_get(book, &found));
    hold(found);
    cr_assert_eq(aftersale_settings_cap_count(found), 1);
    cr_assert_eq(aftersale_settings_cap_at(found, 0)->most, 2);
    cr_assert_str_eq(aftersale_settings_cap_at(found, 0)->per, "P30D");
    cr_assert_null(aftersale_settings_cap_at(found, 1));
    cr_assert_str_eq(aftersale_settings_min_gap(found), "");
    cr_assert_eq(aftersale_settings_quiet_count(found), 0);
}

/* How many contacts the customer's last event carries. */
static size_t carried(const char *ref)
{
    const aftersale_customer *customer;
    const aftersale_event *event;
    aftersale_cursor *list;
    aftersale_value count = {0};
    MUST(aftersale_customer_find(book, ref, &customer));
    MUST(aftersale_event_list_of(book, aftersale_customer_id(hold(customer)), 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW)
        MUST(aftersale_record_value((const aftersale_record *)event, AFTERSALE_FIELD_EVENT_RECENTS, &count));
    aftersale_cursor_free(list);
    return count.as.count;
}

/* S36: events carry contacts while something counts them, and no longer than it does. */
TRIAL(cap, what_nothing_counts_is_not_carried)
{
    sell_two();
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(carried("C"), 0);
    one_call_in_30_days();
    MUST(claim(book, second_touch()));
    cr_assert_eq(carried("C"), 1);
    MUST(aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = second_touch(), .outcome = AFTERSALE_OUTCOME_REACHED),
        NULL));
    cr_assert_eq(carried("C"), 1);
    put_sale("S3", "C", "p", "2026-11-02", NULL);
    cr_assert_eq(carried("C"), 1);
    now_is("2027-01-20T10:00:00Z");
    put_sale("S4", "C", "p", "2026-11-03", NULL);
    cr_assert_eq(carried("C"), 0);
}

/* S36, S70: what the book allows, and the contacts that count, go over into another book. */
TRIAL(cap, a_restored_book_counts_on)
{
    sell_two();
    MUST(aftersale_settings_put(
        book,
        AFTERSALE_ARGS(settings_put, .min_gap = "P2D", .quiet = AFTERSALE_TEXTS("sun 00:00-24:00"),
                       .caps = AFTERSALE_LIST(cap, {.per = "P1D", .channel = "fax"},
                                              {.most = 1, .per = "P30D", .channel = "phone"})),
        NULL));
    done("C", "a", AFTERSALE_OUTCOME_NO_ANSWER);
    aftersale_book *first = book;
    book = open_book("other");
    copy_book(first, book);
    const aftersale_settings *settings;
    MUST(aftersale_settings_get(book, &settings));
    hold(settings);
    cr_assert_eq(aftersale_settings_cap_count(settings), 2);
    cr_assert_eq(aftersale_settings_cap_at(settings, 0)->most, 0);
    cr_assert_str_eq(aftersale_settings_cap_at(settings, 1)->channel, "phone");
    cr_assert_str_eq(aftersale_settings_min_gap(settings), "P2D");
    cr_assert_str_eq(aftersale_settings_quiet_at(settings, 0), "sun 00:00-24:00");
    cr_assert_str_eq(second_due(), "2026-12-21T00:00:00Z"); /* the 20th of December is a Sunday */
    aftersale_book_free(first);
}
