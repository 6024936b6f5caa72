/* SPDX-License-Identifier: MIT */
/* Several plans on one customer: one touch of a kind is enough within some days (S27). Now is Friday, 20 November 2026,
 * 10:00 in London; days are three unless a test says otherwise. */
#include "support/refusal.h"
#include "support/watched_book.h"

#define SERVICE "'channels':['phone'],'purpose':'service'"
#define AFTER(key, after) STEP(key, "'anchor':'sale','after':'" after "'," SERVICE)
#define PROMISED(key, after)                                                                                 \
    STEP(key, "'anchor':'sale','after':'" after "','promise':{'en':'We call you: " key "'}," SERVICE)
#define REVIEW(key, rest) "{'key':'" key "','kind':'review'," rest SERVICE "}"
/* A plan that comes before those without a priority. */
#define FIRST(key, steps) "{'plan':'" key "','priority':1,'steps':[" steps "]}"

static void days_are(const char *period)
{
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .overlap = period), NULL));
}

/* Run 0 of the customer is in plan "low", run 1 in plan "high". */
static void sell_both(const char *low, const char *high)
{
    days_are("P3D");
    publish(low);
    publish(high);
    put_customer("C");
    put_sale("L", "C", "low", "2026-11-20", NULL);
    put_sale("H", "C", "high", "2026-11-20", NULL);
}

static int32_t state_in(size_t run, const char *step)
{
    return aftersale_touch_state(find_touch("C", run, step));
}

static aftersale_id id_in(size_t run, const char *step)
{
    return aftersale_touch_id(find_touch("C", run, step));
}

static aftersale_status claim(aftersale_book *by, aftersale_id id, const char *actor)
{
    return aftersale_touch_claim(by, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = actor), NULL);
}

static aftersale_status make(aftersale_id id, int32_t outcome)
{
    return aftersale_touch_done(book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = outcome), NULL);
}

static void move(aftersale_id run, int32_t state)
{
    MUST(aftersale_plan_move(
        book, AFTERSALE_ARGS(plan_move, .enrolment = {.id = run}, .state = state, .reason = "because"),
        NULL));
}

static bool says(const aftersale_explanation *why, int32_t number, const char *text)
{
    bool found = false;
    for (size_t i = 0; i < aftersale_explanation_count(why); i++) {
        const aftersale_reason *reason = aftersale_explanation_reason(why, i);
        found = found || (reason->number == number && strstr(reason->text, text) != NULL);
    }
    aftersale_explanation_free(why);
    return found;
}

static bool touch_says(aftersale_id id, int32_t number, const char *text)
{
    const aftersale_explanation *why;
    MUST(aftersale_explain_touch(book, id, &why));
    return says(why, number, text);
}

static bool has_effect(int32_t what, aftersale_id subject)
{
    const aftersale_effect *const *effects;
    size_t count;
    MUST(aftersale_book_effects(book, &effects, &count));
    for (size_t i = 0; i < count; i++)
        if (effects[i]->what == what && same_id(effects[i]->subject, subject))
            return true;
    return false;
}

/* S27, S29, S6: one of the two is offered; once it is made the other is not any more. */
TRIAL(overlap, the_higher_plan_is_made_and_covers)
{
    const aftersale_explanation *why;
    sell_both(PLAN("low", AFTER("a", "P3D")), FIRST("high", AFTER("b", "P4D")));
    aftersale_id low = id_in(0, "a");
    now_is("2026-11-24T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b");
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    MUST_BE(AFTERSALE_BLOCKED, claim(book, low, "sam"));
    MUST(aftersale_explain_last(book, &why));
    cr_assert(says(why, 23, "high/b comes first, and has the same kind within P3D: 2026-11-24 09:00"));
    cr_assert(touch_says(low, 23, "high/b"));
    MUST(claim(book, id_in(1, "b"), "sam"));
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_REACHED));
    cr_assert(has_effect(AFTERSALE_EFFECT_CANCELLED, low));
    cr_assert(has_effect(AFTERSALE_EFFECT_ENDED, enrolment_id("C", 0)));
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert(touch_says(low, 26, "high/b made the same kind in its place: 2026-11-24 12:00"));
    MUST_BE(AFTERSALE_STATE, claim(book, low, "sam"));
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED, "nothing is left of it");
    now_is("2027-11-24T12:00:00Z");
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED, "it stays so");
    MUST(aftersale_event_verify(book, NULL));
}

/* S27: without the setting, of another kind, or too far away, nothing is held back. */
TRIAL(overlap, what_does_not_meet)
{
    sell_both(PLAN("low", AFTER("a", "P1D") "," REVIEW("r", "'anchor':'sale','after':'P5D',")),
              FIRST("high", AFTER("b", "P5D")));
    now_is("2026-11-25T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b C:r", "a is late, so today is its day");
    MUST(make(id_in(0, "r"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_str_eq(work_of(NULL), "C:b");
    days_are("P4D");
    cr_assert_str_eq(work_of(NULL), "C:b");
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_SETTINGS_OVERLAP)),
        NULL));
    cr_assert_str_eq(work_of(NULL), "C:a C:b");
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S27: what the first plan does not make after all comes back, without a command that comes to it. */
TRIAL(overlap, what_was_held_back_comes_back)
{
    sell_both(PLAN("low", AFTER("a", "P4D")), FIRST("high", AFTER("b", "P3D")));
    now_is("2026-11-24T12:00:00Z");
    aftersale_id high = enrolment_id("C", 1);
    cr_assert_str_eq(work_of(NULL), "C:b");
    move(high, AFTERSALE_ENROLMENT_PAUSED);
    cr_assert_str_eq(work_of(NULL), "C:a");
    move(high, AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_str_eq(work_of(NULL), "C:b");
    MUST(aftersale_touch_snooze(
        book, AFTERSALE_ARGS(touch_snooze, .touch = id_in(1, "b"), .until = instant("2026-11-28T12:00:00Z")),
        NULL));
    cr_assert_str_eq(work_of(NULL), "C:a", "moved away");
    now_is("2026-11-25T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "", "late, and so within three days again");
    move(high, AFTERSALE_ENROLMENT_ENDED);
    cr_assert_str_eq(work_of(NULL), "C:a");
    MUST(claim(book, id_in(0, "a"), "sam"));
    MUST(make(id_in(0, "a"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
}

/* S27, S29: nobody reaches the customer, so the other plan tries; who is late by more than the days holds nobody up. */
TRIAL(overlap, what_reached_nobody_covers_nothing)
{
    sell_both(
        PLAN("low", AFTER("a", "P4D")),
        FIRST("high",
              STEP("b", "'anchor':'sale','after':'P3D','outcomes':{'no_answer':{'do':'next'}}," SERVICE)));
    now_is("2026-11-26T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b");
    now_is("2026-11-27T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b C:a");
    now_is("2026-11-26T12:00:00Z");
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_NO_ANSWER));
    cr_assert_eq(enrolment_state("C", 1), AFTERSALE_ENROLMENT_COMPLETED);
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S27: what was made in the plan that comes after covers the touch of the first one just as well. */
TRIAL(overlap, whichever_was_made_covers)
{
    sell_both(PLAN("low", AFTER("a", "P1D")), FIRST("high", AFTER("b", "P5D") "," AFTER("c", "P30D")));
    now_is("2026-11-21T12:00:00Z");
    MUST(claim(book, id_in(0, "a"), "sam"));
    MUST(make(id_in(0, "a"), AFTERSALE_OUTCOME_DELIGHTED));
    cr_assert_eq(state_in(1, "b"), AFTERSALE_TOUCH_STATE_PLANNED, "four days later");
    put_sale("I", "C", "low", "2026-11-21", NULL);
    cr_assert_eq(state_in(2, "a"), AFTERSALE_TOUCH_STATE_CANCELLED, "the customer was called today");
    cr_assert_eq(enrolment_state("C", 2), AFTERSALE_ENROLMENT_COMPLETED);
    now_is("2026-11-25T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b");
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_eq(state_in(1, "c"), AFTERSALE_TOUCH_STATE_PLANNED);
}

/* S27: the step after a covered one counts from the contact, and is on the list at once. */
TRIAL(overlap, the_plan_goes_on_from_what_covers)
{
    sell_both(PLAN("low", AFTER("a", "P4D") "," REVIEW("n", "'anchor':'previous_done','after':'PT1H',")),
              FIRST("high", AFTER("b", "P2D")));
    now_is("2026-11-22T09:00:00Z");
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_REACHED));
    now_is("2026-11-22T09:59:59Z");
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2026-11-22T10:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:n");
    MUST(make(id_in(0, "n"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
}

/* S27, S11: a date that becomes known while the contact is young is covered, and later it is not. */
TRIAL(overlap, dates_that_become_known)
{
    sell_both(PLAN("low", STEP("a", "'anchor':'delivery'," SERVICE)), FIRST("high", AFTER("b", "P1D")));
    put_sale("K", "C", "low", "2026-11-20", NULL);
    now_is("2026-11-21T09:00:00Z");
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_REACHED));
    now_is("2026-11-24T09:00:00Z");
    MUST(
        aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "L", .delivered = day("2026-11-23")), NULL));
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    now_is("2026-11-25T09:00:00Z");
    MUST(
        aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "K", .delivered = day("2026-11-23")), NULL));
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(state_in(2, "a"), AFTERSALE_TOUCH_STATE_PLANNED, "it would be made four days later");
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S27: plans of two lines of one sale, of the same priority: the run that began first, or was made first. */
TRIAL(overlap, two_lines_of_one_sale)
{
    days_are("P1W");
    publish(PLAN("boiler", AFTER("a", "P1D") "," AFTER("b", "P30D")));
    publish(PLAN("filter", AFTER("a", "P3D") "," AFTER("c", "P60D")));
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "B", .name = "Boiler", .plan = "boiler"), NULL));
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "F", .name = "Filter", .plan = "filter"), NULL));
    put_customer("C");
    MUST(aftersale_sale_record(
        book,
        AFTERSALE_ARGS(sale_record, .ref = "S", .customer.ref = "C", .sold = day("2026-11-20"),
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "B", .price = {129900, "GBP", 2}},
                                               {.product.ref = "F", .price = {1900, "GBP", 2}})),
        NULL));
    cr_assert_eq(enrolment_count("C"), 2);
    now_is("2026-11-23T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(state_in(1, "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    MUST(make(id_in(0, "a"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_eq(state_in(1, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    now_is("2027-01-30T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b C:c", "b is late by more than a week");
    MUST(make(id_in(1, "c"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_eq(state_in(0, "b"), AFTERSALE_TOUCH_STATE_CANCELLED);
}

/* S27, S29: who holds a touch may make it, and keeps the others away while it is held, the first plan too. */
TRIAL(overlap, a_claim_holds_the_others_back)
{
    days_are("P3D");
    publish(PLAN("low", AFTER("a", "P0D")));
    publish(FIRST("high", AFTER("b", "P0D")));
    put_customer("C");
    put_sale("L", "C", "low", "2026-11-20", NULL);
    MUST(claim(book, id_in(0, "a"), "sam"));
    put_sale("H", "C", "high", "2026-11-20", NULL);
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_str_eq(work_of("sam"), "C:a");
    MUST_BE(AFTERSALE_BLOCKED, claim(book, id_in(1, "b"), "kim"));
    cr_assert(touch_says(id_in(1, "b"), 24, "somebody holds low/a of the same kind"));
    MUST(aftersale_touch_release(book, AFTERSALE_ARGS(touch_release, .touch = id_in(0, "a"), .actor = "sam"),
                                 NULL));
    cr_assert_str_eq(work_of(NULL), "C:b");
    MUST_BE(AFTERSALE_BLOCKED, claim(book, id_in(0, "a"), "sam"));
    put_sale("M", "C", "low", "2026-11-20", NULL);
    MUST(claim(book, id_in(1, "b"), "kim"));
    on_trial.now.us += INT64_C(901000000); /* the lease has run out */
    cr_assert_str_eq(work_of(NULL), "C:b");
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(state_in(2, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
}

/* S27, S29, S35: an appointment stands, warns, and keeps the others away, the first plan too. */
TRIAL(overlap, what_was_agreed_holds_the_others_back)
{
    sell_both(PLAN("low", AFTER("a", "P9D")), FIRST("high", AFTER("b", "P5D") "," AFTER("c", "P20D")));
    aftersale_id low = id_in(0, "a");
    MUST(aftersale_touch_agree(
        book, AFTERSALE_ARGS(touch_agree, .touch = low, .agreed = instant("2026-11-25T14:00:00Z")), NULL));
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert(touch_says(id_in(1, "b"), 27, "low/a of the same kind is agreed with the customer"));
    now_is("2026-11-25T15:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
    MUST(make(low, AFTERSALE_OUTCOME_REACHED));
    cr_assert_eq(state_in(1, "b"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(state_in(1, "c"), AFTERSALE_TOUCH_STATE_PLANNED);
    put_sale("M", "C", "low", "2026-11-16", NULL);
    cr_assert_eq(state_in(2, "a"), AFTERSALE_TOUCH_STATE_CANCELLED,
                 "25 November, the day of the appointment");
    put_sale("N", "C", "low", "2026-11-30", NULL);
    MUST(aftersale_touch_agree(
        book, AFTERSALE_ARGS(touch_agree, .touch = id_in(3, "a"), .agreed = instant("2026-11-26T14:00:00Z")),
        NULL));
    cr_assert(touch_says(id_in(3, "a"), 28, "low/a has the same kind within P3D, but it was agreed"));
    now_is("2026-11-26T15:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S29: a done after the lease is a fact, though the customer was called from another plan since. */
TRIAL(overlap, a_late_done_is_a_fact)
{
    days_are("P3D");
    publish(PLAN("low", AFTER("a", "P0D")));
    publish(FIRST("high", AFTER("b", "P0D")));
    put_customer("C");
    put_sale("L", "C", "low", "2026-11-20", NULL);
    aftersale_id id = id_in(0, "a");
    MUST(claim(book, id, "sam"));
    put_sale("H", "C", "high", "2026-11-20", NULL);
    now_is("2026-11-20T11:00:00Z");
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    MUST_DO(AFTERSALE_DID_LATE, make(id, AFTERSALE_OUTCOME_REACHED));
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_DONE);
}

/* S27, S3: of two who claim at once in two plans, one gets it, whenever the other strikes. */
TRIAL(overlap, two_claims_cannot_both_pass)
{
    sell_both(PLAN("low", AFTER("a", "P0D")), FIRST("high", AFTER("b", "P0D")));
    now_is("2026-11-26T10:00:00Z"); /* the first plan is late by so much that both are offered */
    cr_assert_str_eq(work_of(NULL), "C:b C:a");
    expect_one_claim(id_in(0, "a"), id_in(1, "b"));
}

/* S27, S18: of a step that repeats what comes after the open occurrence counts, too: today and in a list far ahead. */
TRIAL(overlap, occurrences_ahead_hold_back)
{
    sell_both(PLAN("low", AFTER("a", "P58D") "," AFTER("b", "P64D")),
              FIRST("high", STEP("c", "'anchor':'sale','after':'P30D','repeat':{'every':'P30D'}," SERVICE)));
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_BLOCKED, "two days before the second");
    cr_assert(
        touch_says(id_in(0, "a"), 23, "high/c comes first, and has the same kind within P3D: 2027-01-19"));
    cr_assert_eq(state_in(0, "b"), AFTERSALE_TOUCH_STATE_PLANNED, "four days after it");
    now_is("2027-01-18T12:00:00Z"); /* the first one was never made */
    cr_assert_str_eq(work_of(NULL), "C:c");
    MUST_BE(AFTERSALE_BLOCKED, claim(book, id_in(0, "a"), "sam"));
    now_is("2027-01-19T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:c");
    MUST(make(id_in(1, "c"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED, "covered");
    cr_assert_eq(state_in(0, "b"), AFTERSALE_TOUCH_STATE_PLANNED);
    move(enrolment_id("C", 1), AFTERSALE_ENROLMENT_ENDED);
    cr_assert_eq(state_in(0, "b"), AFTERSALE_TOUCH_STATE_PLANNED);
}

/* S27, S24: what is paused until a known day is covered as it will be then, and does not come back as days go by. */
TRIAL(overlap, a_contact_covers_what_is_paused)
{
    days_are("P2W");
    publish(PLAN("low", AFTER("a", "P3D") "," AFTER("z", "P60D")));
    publish(FIRST("high", AFTER("b", "P1D")));
    put_customer("C");
    put_sale("L", "C", "low", "2026-11-20", NULL);
    put_sale("H", "C", "high", "2026-11-20", NULL);
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("C", 0),
                                            .state = AFTERSALE_ENROLMENT_PAUSED, .reason = "holidays",
                                            .resume = day("2026-12-05")),
                             NULL));
    now_is("2026-11-30T12:00:00Z");
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED, "on 8 December it would be due");
    cr_assert_eq(state_in(0, "z"), AFTERSALE_TOUCH_STATE_BLOCKED);
    now_is("2026-12-30T12:00:00Z");
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(state_in(0, "z"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(work_of(NULL), "");
}

/* S27, S28: the written plan promises neither what is held back nor what is covered. */
TRIAL(overlap, the_written_plan)
{
    const aftersale_sheet *sheet;
    size_t size;
    sell_both(PLAN("low", PROMISED("a", "P4D") "," REVIEW(
                              "n", "'anchor':'sale','after':'P9D','promise':{'en':'We look back'},")),
              FIRST("high", PROMISED("b", "P3D")));
    aftersale_id low = enrolment_id("C", 0);
#define TEXT_OF_LOW                                                                                          \
    (aftersale_sheet_make(book, AFTERSALE_ARGS(sheet_make, .enrolment = low), &sheet) == AFTERSALE_OK        \
         ? aftersale_sheet_text(sheet, &size)                                                                \
         : "")
    cr_assert_null(strstr(TEXT_OF_LOW, "We call you: a"));
    cr_assert_not_null(strstr(aftersale_sheet_text(sheet, &size), "We look back"));
    aftersale_sheet_free(sheet);
    MUST(aftersale_sheet_share(book, AFTERSALE_ARGS(sheet_share, .enrolment.id = low, .with = "Ada"), NULL));
    move(enrolment_id("C", 1), AFTERSALE_ENROLMENT_ENDED);
    cr_assert_not_null(strstr(TEXT_OF_LOW, "We call you: a"));
    cr_assert_eq(aftersale_sheet_is_new(sheet), 1, "the one that was shared is outdated");
    aftersale_sheet_free(sheet);
    put_sale("J", "C", "high", "2026-11-20", NULL);
    now_is("2026-11-23T10:00:00Z");
    MUST(make(id_in(2, "b"), AFTERSALE_OUTCOME_REACHED));
    cr_assert_null(strstr(TEXT_OF_LOW, "We call you: a"));
    aftersale_sheet_free(sheet);
}

/* S27: days or weeks, and not too many. */
TRIAL(overlap, the_setting)
{
    static const char *const wrong[] = {"P1M", "PT72H", "P0D", "P367D", "-P3D", "P3B", "three", "P1DT1H"};
    const aftersale_settings *found;
    for (size_t i = 0; i < COUNT(wrong); i++)
        MUST_NAME(AFTERSALE_INVALID, "overlap",
                  aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .overlap = wrong[i]), NULL));
    days_are("P366D");
    days_are("P2W");
    MUST(aftersale_settings_get(book, &found));
    cr_assert_str_eq(aftersale_settings_overlap(found), "P2W");
    aftersale_settings_free(found);
}

/* S27, S70: what is covered, and the contact that covers, go over into another book. */
TRIAL(overlap, a_restored_book_knows_what_is_covered)
{
    sell_both(PLAN("low", AFTER("a", "P3D") "," AFTER("n", "P60D")), FIRST("high", AFTER("b", "P4D")));
    now_is("2026-11-24T12:00:00Z");
    MUST(make(id_in(1, "b"), AFTERSALE_OUTCOME_REACHED));
    aftersale_book *first = book;
    book = open_book("other");
    copy_book(first, book);
    cr_assert_eq(state_in(0, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert(touch_says(id_in(0, "a"), 26, "high/b made the same kind in its place: 2026-11-24 12:00"));
    put_sale("I", "C", "low", "2026-11-24", NULL);
    cr_assert_eq(state_in(2, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(state_in(2, "n"), AFTERSALE_TOUCH_STATE_PLANNED);
    aftersale_book_free(first);
}

static void nobody_strikes(void)
{
}

/* Calls of the store that claiming a touch takes. */
static size_t calls_of_claim(const char *customer)
{
    aftersale_id id = touch_id(customer, "a");
    watched_store_set(&watched, nobody_strikes, SIZE_MAX);
    MUST(claim(book, id, "sam"));
    return watched.calls;
}

/* S27: whoever is in one plan, or whose book compares none, is not asked about others. */
TRIAL(overlap, one_plan_reads_no_more)
{
    publish(PLAN("p", AFTER("a", "P0D")));
    for (size_t i = 0; i < 2; i++) {
        static const char *const customers[] = {"C", "D"};
        put_customer(customers[i]);
        put_sale(customers[i], customers[i], "p", "2026-11-20", NULL);
    }
    watch_book();
    size_t without = calls_of_claim("C");
    days_are("P3D");
    cr_assert_eq(calls_of_claim("D"), without);
    cr_assert_gt(without, 2);
}

/* S18, S27: one contact covers as many of a step that counts from the one before as its days reach, and no more. */
TRIAL(overlap, covers_no_series_without_end)
{
    static const int32_t states[] = {AFTERSALE_TOUCH_STATE_CANCELLED, AFTERSALE_TOUCH_STATE_CANCELLED,
                                     AFTERSALE_TOUCH_STATE_PLANNED};
    aftersale_cursor *list;
    const aftersale_touch *row;
    size_t count = 0;
    sell_both(
        PLAN("low",
             STEP("again", "'anchor':'sale','after':'P1D','repeat':{'every':'P2D','from':'done'}," SERVICE)),
        FIRST("high", AFTER("call", "P0D")));
    aftersale_id low = aftersale_touch_enrolment(find_touch("C", 0, "again"));
    MUST(make(id_in(1, "call"), AFTERSALE_OUTCOME_REACHED));
    MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .enrolment.id = low), &list));
    for (; aftersale_touch_next(list, &row) == AFTERSALE_ROW && count < 3; count++)
        cr_assert_eq(aftersale_touch_state(row), states[count]);
    cr_assert_eq(count, 3);
    aftersale_cursor_free(list);
}
