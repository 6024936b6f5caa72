/* SPDX-License-Identifier: MIT */
/* Appointments: an instant agreed with the customer, where and with whom (S29, S35). */
#include "support/exchanged.h"
#include "support/trial.h"
#include <aftersale/ical.h>

#define MILL "Mill Lane 3"
#define ONE PLAN("p", STEP("a", "'anchor':'sale'"))
#define TWO PLAN("p", STEP("a", "'anchor':'sale'") "," STEP("b", "'anchor':'delivery','after':'P1W'"))

static aftersale_status try_agree(const char *step, const char *agreed)
{
    return aftersale_touch_agree(
        book, AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", step), .agreed = instant(agreed)), NULL);
}

static aftersale_status try_clear(const char *step, int32_t field)
{
    return aftersale_touch_agree(
        book,
        AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", step), .clear = {(const int32_t[]){field}, 1}),
        NULL);
}

/* A customer C who bought on 2026-11-18; the delivery is not known. Now is 2026-11-20, ten o'clock. */
static void stage(const char *plan)
{
    publish(plan);
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-18", NULL);
}

static void look_at_last_event(const char **name, aftersale_time *planned)
{
    static char kept[64];
    const aftersale_event *event;
    aftersale_cursor *list;
    MUST(aftersale_event_list(book, 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW) {
        *planned = aftersale_event_planned(event);
        snprintf(kept, sizeof kept, "%s", aftersale_event_name(event));
        *name = kept;
    }
    aftersale_cursor_free(list);
}

TRIAL(agree, stands_where_the_plan_knows_no_date)
{
    stage(TWO);
    cr_assert_str_eq(aftersale_touch_waiting_for(touch("C", "b")), "delivery");
    MUST(aftersale_touch_agree(book,
                               AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "b"),
                                              .agreed = instant("2026-11-21T18:45:00Z"), .place = MILL,
                                              .people = AFTERSALE_TEXTS("Ada", "her sister"), .actor = "sam"),
                               NULL));
    const aftersale_touch *b = touch("C", "b");
    cr_assert_str_eq(text_of(aftersale_touch_due(b)), "2026-11-21T18:45:00Z");
    cr_assert_str_eq(text_of(aftersale_touch_agreed(b)), "2026-11-21T18:45:00Z");
    cr_assert_str_eq(aftersale_touch_place(b), MILL);
    cr_assert_eq(aftersale_touch_people_count(b), 2);
    cr_assert_str_eq(aftersale_touch_people_at(b, 1), "her sister");
    cr_assert_null(aftersale_touch_people_at(b, 2));
    cr_assert_str_eq(aftersale_touch_waiting_for(b), "");
    cr_assert_str_eq(work_of("sam"), "C:a");
    now_is("2026-11-21T18:45:00Z");
    cr_assert_str_eq(work_of("sam"), "C:a C:b");
    MUST(
        aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = day("2026-12-01")), NULL));
    cr_assert_str_eq(touch_due("C", "b"), "2026-11-21T18:45:00Z",
                     "a date that becomes known does not move it");
}

TRIAL(agree, moves_ends_and_says_so_in_its_event)
{
    const char *name;
    aftersale_time planned;
    stage(ONE);
    MUST(aftersale_touch_agree(book,
                               AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "a"),
                                              .agreed = instant("2026-11-24T15:00:00Z"), .place = MILL,
                                              .people = AFTERSALE_TEXTS("Ada")),
                               NULL));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    look_at_last_event(&name, &planned);
    cr_assert_str_eq(name, "touch.agreed");
    cr_assert_str_eq(text_of(planned), "2026-11-24T15:00:00Z");
    MUST(try_agree("a", "2026-11-24T15:00:00Z"));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
    MUST(try_agree("a", "2026-11-25T15:00:00Z"));
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-25T15:00:00Z");
    cr_assert_str_eq(aftersale_touch_place(touch("C", "a")), MILL, "what is not given stays");
    MUST(try_clear("a", AFTERSALE_FIELD_TOUCH_PLACE));
    cr_assert_str_eq(aftersale_touch_place(touch("C", "a")), "");
    cr_assert_str_eq(aftersale_touch_people_at(touch("C", "a"), 0), "Ada");
    MUST(try_clear("a", AFTERSALE_FIELD_TOUCH_AGREED));
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-18T09:00:00Z", "when the plan has it");
    cr_assert_eq(aftersale_touch_people_count(touch("C", "a")), 0);
    cr_assert_eq(aftersale_touch_agreed(touch("C", "a")).us, 0);
    look_at_last_event(&name, &planned);
    cr_assert_str_eq(name, "touch.agreed");
    cr_assert_eq(planned.us, 0, "agreed no more");
    MUST(try_clear("a", AFTERSALE_FIELD_TOUCH_AGREED));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
}

/* S67, S69: neither events nor errors tell what is personal. */
TRIAL(agree, place_and_people_are_in_no_event)
{
    const aftersale_event *event;
    aftersale_cursor *list;
    size_t seen = 0;
    stage(ONE);
    MUST(aftersale_touch_agree(book,
                               AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "a"),
                                              .agreed = instant("2026-11-24T15:00:00Z"), .place = MILL,
                                              .people = AFTERSALE_TEXTS(MILL)),
                               NULL));
    now_is("2026-11-24T15:00:00Z");
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    MUST(aftersale_event_list(book, 0, &list));
    for (; aftersale_event_next(list, &event) == AFTERSALE_ROW; seen++) {
        char text[8192];
        cr_assert_leq(aftersale_record_json((const aftersale_record *)event, text, sizeof text), sizeof text);
        cr_assert_null(strstr(text, "Mill"), "%s", text);
    }
    cr_assert_geq(seen, 3);
    aftersale_cursor_free(list);
    cr_assert_str_eq(aftersale_touch_place(touch("C", "a")), MILL, "what was done keeps where it was");
}

TRIAL(agree, rules_warn_and_the_reasons_stay_with_what_was_done)
{
    const aftersale_explanation *why;
    bool warned = false;
    stage(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone'],'windows':['mon-fri 09:00-17:00'],"
                              "'not_after':'P3D'")));
    MUST(try_agree("a", "2026-11-29T20:00:00Z"));
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-29T20:00:00Z");
    now_is("2026-11-29T20:10:00Z");
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"),
                               NULL));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    MUST(aftersale_explain_touch(book, touch_id("C", "a"), &why));
    for (size_t i = 0; i < aftersale_explanation_count(why); i++)
        warned = warned || aftersale_explanation_reason(why, i)->number == 74;
    cr_assert(warned);
    aftersale_explanation_free(why);
}

TRIAL(agree, consent_holds_it)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone']")));
    MUST(try_agree("a", "2026-11-20T09:00:00Z"));
    MUST(aftersale_consent_set(
        book,
        AFTERSALE_ARGS(consent_set, .customer.ref = "C", .channel = "phone", .answer = AFTERSALE_CONSENT_NO,
                       .source = "call",
                       .purposes = AFTERSALE_PURPOSE_SERVICE | AFTERSALE_PURPOSE_RELATIONSHIP),
        NULL));
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_str_eq(work_of(NULL), "");
    MUST_BE(AFTERSALE_BLOCKED,
            aftersale_touch_claim(
                book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"), NULL));
}

TRIAL(agree, lets_go_of_a_claim_and_is_not_for_others)
{
    stage(ONE);
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"),
                               NULL));
    MUST_BE(AFTERSALE_CONFLICT, try_agree("a", "2026-11-24T15:00:00Z"));
    MUST(aftersale_touch_agree(book,
                               AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "a"), .actor = "sam",
                                              .agreed = instant("2026-11-24T15:00:00Z")),
                               NULL));
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(work_of("sam"), "");
    now_is("2026-11-24T15:00:00Z");
    cr_assert_str_eq(work_of("tina"), "");
    cr_assert_str_eq(work_of("sam"), "C:a");
}

TRIAL(agree, a_snooze_or_a_try_ends_it)
{
    stage(TWO);
    MUST(try_agree("a", "2026-11-20T09:00:00Z"));
    MUST(aftersale_touch_snooze(
        book,
        AFTERSALE_ARGS(touch_snooze, .touch = touch_id("C", "a"), .until = instant("2026-11-23T09:00:00Z")),
        NULL));
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-23T09:00:00Z");
    cr_assert_eq(aftersale_touch_agreed(touch("C", "a")).us, 0);
    MUST(try_agree("a", "2026-11-20T09:30:00Z"));
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED, "and it ends a snooze");
    done("C", "a", AFTERSALE_OUTCOME_NO_ANSWER);
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-21T10:00:00Z");
    cr_assert_eq(aftersale_touch_agreed(touch("C", "a")).us, 0);
}

TRIAL(agree, refuses_what_cannot_be_agreed)
{
    aftersale_id none = {{0}};
    stage(PLAN("p", STEP("a", "'anchor':'sale'") "," STEP("b", "'only':'by_branch'") "," STEP(
                        "c", "'anchor':'sale','not_after':'P1D'")));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_touch_agree(
                book, AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "a"), .place = MILL), NULL));
    cr_assert_null(strstr(aftersale_book_error(book)->text, "Mill"));
    cr_assert_str_eq(aftersale_book_error(book)->problems[0]->path, "agreed");
    MUST_BE(AFTERSALE_INVALID, try_clear("a", AFTERSALE_FIELD_TOUCH_OBJECTIVE));
    MUST_BE(
        AFTERSALE_INVALID,
        aftersale_touch_agree(book,
                              AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "a"), .place = MILL,
                                             .clear = {(const int32_t[]){AFTERSALE_FIELD_TOUCH_AGREED}, 1}),
                              NULL));
    MUST_BE(AFTERSALE_STATE, try_agree("c", "2026-11-24T15:00:00Z"));
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_touch_agree(
                book, AFTERSALE_ARGS(touch_agree, .touch = {{1}}, .agreed = instant("2026-11-24T15:00:00Z")),
                NULL));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_touch_agree(
                book, AFTERSALE_ARGS(touch_agree, .touch = none, .agreed = instant("2026-11-24T15:00:00Z")),
                NULL));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    MUST_BE(AFTERSALE_STATE, try_agree("a", "2026-11-24T15:00:00Z"));
}

/* S28: the promise is for that instant then; a share of before is outdated. */
TRIAL(agree, the_written_plan_shows_it)
{
    const aftersale_sheet *sheet;
    aftersale_ical *calendar;
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P1W','promise':{'en':'We come by.'}")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-18", NULL);
    aftersale_id run = enrolment_id("C", 0);
    MUST(aftersale_sheet_share(book, AFTERSALE_ARGS(sheet_share, .enrolment.id = run), NULL));
    MUST(aftersale_touch_agree(book,
                               AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "a"), .place = MILL,
                                              .agreed = instant("2026-11-25T15:30:00Z")),
                               NULL));
    MUST(aftersale_sheet_make(book, AFTERSALE_ARGS(sheet_make, .enrolment = run), &sheet));
    cr_assert_eq(aftersale_sheet_is_new(sheet), 1);
    cr_assert_eq(aftersale_sheet_version(sheet), 2);
    cr_assert_not_null(strstr(aftersale_sheet_text(sheet, NULL), "15:30"), "%s",
                       aftersale_sheet_text(sheet, NULL));
    cr_assert_str_eq(aftersale_sheet_entry_at(sheet, 0)->place, MILL);
    cr_assert_eq(aftersale_sheet_entry_at(sheet, 0)->sequence, 1);
    cr_assert_not_null(strstr(aftersale_sheet_text(sheet, NULL), "    Where: "));
    aftersale_sheet_free(sheet);
    MUST(aftersale_ical_sheet(book, AFTERSALE_ARGS(sheet_make, .enrolment = run), &calendar));
    const char *text = aftersale_ical_text(calendar, NULL);
    cr_assert_not_null(strstr(text, "DTSTART;TZID=Europe/London:20261125T153000\r\n"), "%s", text);
    cr_assert_not_null(strstr(text, "LOCATION:" MILL "\r\n"), "%s", text);
    aftersale_ical_free(calendar);
    now_is("2026-11-25T15:30:00Z");
    MUST(aftersale_ical_worklist(book, NULL, &calendar));
    text = aftersale_ical_text(calendar, NULL);
    cr_assert_not_null(strstr(text, "LOCATION:" MILL "\r\n"), "%s", text);
    cr_assert_not_null(strstr(text, "agreed with the customer"), "%s", text);
    aftersale_ical_free(calendar);
}

/* S70: what was agreed goes over into another book as it stands. */
TRIAL(agree, goes_over_into_another_book)
{
    stage(TWO);
    MUST(aftersale_touch_agree(book,
                               AFTERSALE_ARGS(touch_agree, .touch = touch_id("C", "b"), .place = MILL,
                                              .people = AFTERSALE_TEXTS("Ada", "her sister"),
                                              .agreed = instant("2026-11-25T15:30:00Z")),
                               NULL));
    written_text first = exported(book, NULL);
    cr_assert_not_null(strstr(first.data, "\"people\":[\"Ada\",\"her sister\"]"), "%s", first.data);
    aftersale_book *home = book;
    book = open_book("other");
    (void)import_lines(book, first.data);
    cr_assert_str_eq(touch_due("C", "b"), "2026-11-25T15:30:00Z");
    cr_assert_str_eq(aftersale_touch_people_at(touch("C", "b"), 1), "her sister");
    written_text second = exported(book, NULL);
    const char *a = strstr(first.data, "\"steps\""), *b = strstr(second.data, "\"steps\"");
    cr_assert(a != NULL && b != NULL && strcspn(a, "\n") == strcspn(b, "\n") &&
              memcmp(a, b, strcspn(a, "\n")) == 0);
    written_text_free(&first);
    written_text_free(&second);
    aftersale_book_free(book);
    book = home;
}
