/* SPDX-License-Identifier: MIT */
/* The written plan and a worklist as calendars (S71). What other readers make of them: tests/readers. */
#include "support/trial.h"
#include <aftersale/ical.h>

/* Whatever is internal carries a mark. */
#define CARE                                                                                                 \
    "{'plan':'care','name':'MARK name','title':{'en':'MARK title'},'steps':["                                \
    "{'key':'thanks','kind':'thank-you','anchor':'sale','after':'P1D','promise':{'en':'You get a card.'}},"  \
    "{'key':'fit','kind':'follow-up','anchor':'delivery','after':'P7D','objective':'MARK objective',"        \
    "'review':['MARK review'],'guide':'MARK guide','text':{'en':'MARK text'},"                               \
    "'promise':{'en':'We ask whether it fits; all of it.','de':'Wir fragen, ob es passt.'}},"                \
    "{'key':'gift','kind':'gift','anchor':'delivery','objective':'MARK gift','cost':'25.00 GBP'},"           \
    "{'key':'year','kind':'check-up','anchor':'acceptance','after':'P1Y',"                                   \
    "'promise':{'en':'We look after it.'}}]}"

static void stage(void)
{
    publish(CARE);
    put_customer("C");
    MUST(aftersale_actor_put(
        book, AFTERSALE_ARGS(actor_put, .ref = "sam", .name = "Sam Baker", .phone = "020 7946 0123"), NULL));
    put_sale("S", "C", "care", "2026-11-18", "2026-11-19");
}

static const char *calendar_in(const char *language)
{
    static char text[32768];
    aftersale_ical *calendar = NULL;
    size_t size;
    MUST(aftersale_ical_sheet(
        book, AFTERSALE_ARGS(sheet_make, .enrolment = enrolment_id("C", 0), .language = language),
        &calendar));
    cr_assert_lt(strlen(aftersale_ical_text(calendar, &size)), sizeof text);
    strcpy(text, aftersale_ical_text(calendar, NULL));
    cr_assert_eq(size, strlen(text));
    aftersale_ical_free(calendar);
    return text;
}

static void share(void)
{
    MUST(
        aftersale_sheet_share(book, AFTERSALE_ARGS(sheet_share, .enrolment.id = enrolment_id("C", 0)), NULL));
}

static void deliver(const char *delivered)
{
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = day(delivered)), NULL));
}

/* The lines of a touch's event that begin so, and what follows there. */
static void expect(const char *text, const char *step, const char *line)
{
    char id[AFTERSALE_ID_TEXT], uid[64], sought[128];
    const char *event, *end, *found;
    aftersale_id_text(touch_id("C", step), id);
    snprintf(uid, sizeof uid, "UID:%s\r\n", id);
    event = strstr(text, uid);
    cr_assert_not_null(event, "%s is not in it:\n%s", step, text);
    end = strstr(event, "END:VEVENT");
    snprintf(sought, sizeof sought, "\r\n%s\r\n", line);
    found = strstr(event, sought);
    cr_assert(found != NULL && found < end, "%s: no %s in\n%s", step, line, text);
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        found++;
    return found;
}

/* S71: UID from the touch's id, the zone named as it is and brought along. */
TRIAL(ical_sheet, is_written_as_a_calendar)
{
    stage();
    const char *text = calendar_in(NULL);
    cr_assert_eq(strncmp(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", 30), 0, "%s", text);
    cr_assert_not_null(strstr(text, "\r\nMETHOD:PUBLISH\r\n"));
    cr_assert_not_null(strstr(text, "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n"));
    cr_assert_eq(count(text, "BEGIN:VEVENT"), 2, "%s", text); /* the third promise waits for its date */
    expect(text, "thanks", "DTSTAMP:20261120T100000Z");
    expect(text, "thanks", "DTSTART;TZID=Europe/London:20261119T090000");
    expect(text, "thanks", "SUMMARY:You get a card.");
    expect(text, "thanks", "CONTACT:Sam Baker\\, 020 7946 0123");
    expect(text, "thanks", "SEQUENCE:0");
    expect(text, "thanks", "STATUS:CONFIRMED");
    expect(text, "fit", "DTSTART;TZID=Europe/London:20261126T090000");
    expect(text, "fit", "SUMMARY:We ask whether it fits\\; all of it.");
    expect(calendar_in("de"), "fit", "SUMMARY:Wir fragen\\, ob es passt.");
}

/* S28: only promises, whatever the form. */
TRIAL(ical_sheet, holds_nothing_internal)
{
    stage();
    const char *text = calendar_in(NULL);
    cr_assert_null(strstr(text, "MARK"), "%s", text);
    cr_assert_null(strstr(text, "25.00"), "%s", text);
    for (const char *line = text; *line != '\0'; line = strstr(line, "\r\n") + 2)
        cr_assert_leq(strcspn(line, "\r\n"), 75, "%s", line);
}

/* S71: the next share raises SEQUENCE where the instant differs, and sends CANCELLED for what is gone. */
TRIAL(ical_sheet, follows_from_share_to_share)
{
    stage();
    share();
    deliver("2026-11-23");
    const char *text = calendar_in(NULL);
    expect(text, "thanks", "SEQUENCE:0");
    expect(text, "fit", "SEQUENCE:1");
    expect(text, "fit", "DTSTART;TZID=Europe/London:20261130T090000");
    share();
    expect(calendar_in(NULL), "fit", "SEQUENCE:1");
    deliver("2026-11-24");
    deliver("2026-11-23"); /* nobody was told of the day between */
    expect(calendar_in(NULL), "fit", "SEQUENCE:1");
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R", .sale.ref = "S"), NULL));
    text = calendar_in(NULL);
    cr_assert_eq(count(text, "STATUS:CANCELLED"), 2, "%s", text);
    expect(text, "fit", "SEQUENCE:2");
    expect(text, "fit", "STATUS:CANCELLED");
    expect(text, "fit", "DTSTART;TZID=Europe/London:20261130T090000");
    expect(text, "thanks", "SEQUENCE:1");
    share();
    text = calendar_in(NULL);
    cr_assert_eq(count(text, "STATUS:CANCELLED"), 2, "%s", text);
    expect(text, "fit", "SEQUENCE:2");
}

/* S71: what never was in a share is no cancellation; what is done stands. */
TRIAL(ical_sheet, cancels_only_what_was_shared)
{
    stage();
    done("C", "thanks", AFTERSALE_OUTCOME_REACHED);
    expect(calendar_in(NULL), "thanks", "STATUS:CONFIRMED");
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R", .sale.ref = "S"), NULL));
    const char *text = calendar_in(NULL);
    cr_assert_eq(count(text, "STATUS:CANCELLED"), 0, "%s", text);
    cr_assert_eq(count(text, "BEGIN:VEVENT"), 1, "%s", text);
}

/* S2: of what was shared the same bytes at any time. */
TRIAL(ical_sheet, of_a_share_is_the_same_at_any_time)
{
    char first[16384];
    stage();
    share();
    strcpy(first, calendar_in(NULL));
    now_is("2026-11-20T17:00:00Z");
    cr_assert_str_eq(calendar_in(NULL), first);
}

/* S71 */
TRIAL(ical_sheet, as_data)
{
    const aftersale_sheet *sheet = NULL;
    stage();
    share();
    deliver("2026-11-23");
    MUST(aftersale_sheet_make(book, AFTERSALE_ARGS(sheet_make, .enrolment = enrolment_id("C", 0)), &sheet));
    cr_assert_str_eq(aftersale_sheet_zone(sheet), "Europe/London");
    cr_assert_str_eq(aftersale_sheet_call(sheet), "Sam Baker, 020 7946 0123");
    cr_assert_str_eq(text_of(aftersale_sheet_made(sheet)), "2026-11-20T10:00:00Z");
    cr_assert_eq(aftersale_sheet_entry_count(sheet), 2);
    const aftersale_sheet_entry *entry = aftersale_sheet_entry_at(sheet, 1);
    cr_assert(same_id(entry->touch, touch_id("C", "fit")));
    cr_assert_str_eq(entry->promise, "We ask whether it fits; all of it.");
    cr_assert_str_eq(entry->who, "Sam Baker");
    cr_assert_str_eq(text_of(entry->due), "2026-11-30T09:00:00Z");
    cr_assert_eq(entry->state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(entry->sequence, 1);
    cr_assert_null(aftersale_sheet_entry_at(sheet, 2));
    aftersale_sheet_free(sheet);
}

/* The definition of the zone in a calendar. */
static const char *zone_in(const char *text)
{
    static char zone[16384];
    const char *begin = strstr(text, "BEGIN:VTIMEZONE"), *end = strstr(text, "END:VTIMEZONE");
    cr_assert(begin != NULL && end != NULL, "%s", text);
    snprintf(zone, sizeof zone, "%.*s", (int)(end - begin), begin);
    return zone;
}

/* S71: readers keep one definition of a zone for all files, so that of a summer's calendar is that of a winter's. */
TRIAL(ical_sheet, its_zone_is_the_same_in_all_calendars)
{
    stage();
    char *winter = strdup(zone_in(calendar_in(NULL)));
    cr_assert_not_null(winter);
    cr_assert_not_null(strstr(winter, "DTSTART:20200329T010000\r\n"), "%s", winter);
    cr_assert_not_null(strstr(winter, "DTSTART:20371025T020000\r\n"), "%s", winter);
    deliver("2027-07-19");
    cr_assert_str_eq(zone_in(calendar_in(NULL)), winter);
    deliver("2041-07-19"); /* and what needs more has more */
    cr_assert_eq(strncmp(zone_in(calendar_in(NULL)), winter, strlen(winter)), 0);
    cr_assert_not_null(strstr(zone_in(calendar_in(NULL)), "DTSTART:20410331T010000\r\n"));
    free(winter);
}

/* S71, S29: for the owner with what the customer never sees. */
TRIAL(ical_sheet, a_worklist_is_a_calendar_too)
{
    aftersale_ical *calendar = NULL;
    stage();
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .zone = "Europe/Berlin"), NULL));
    MUST(aftersale_ical_worklist(
        book, AFTERSALE_ARGS(worklist, .owner = "sam", .at = instant("2026-11-30T00:00:00Z")), &calendar));
    const char *text = aftersale_ical_text(calendar, NULL);
    cr_assert_not_null(strstr(text, "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"), "%s", text);
    expect(text, "fit", "SUMMARY:Ada Byron: MARK objective");
    expect(text, "fit", "DTSTART;TZID=Europe/Berlin:20261126T100000");
    expect(text, "thanks", "SUMMARY:Ada Byron: thank-you");
    expect(text, "fit", "SEQUENCE:0");
    aftersale_ical_free(calendar);
    MUST(aftersale_ical_worklist(book, AFTERSALE_ARGS(worklist, .owner = "nobody"), &calendar));
    cr_assert_null(strstr(aftersale_ical_text(calendar, NULL), "VTIMEZONE"));
    aftersale_ical_free(calendar);
}

/* S31 */
TRIAL(ical_sheet, a_clock_shows_its_time)
{
    aftersale_date there;
    aftersale_daytime time;
    MUST(aftersale_book_local(book, "Europe/Berlin", instant("2026-06-30T22:15:07Z"), &there, &time));
    cr_assert(there.year == 2026 && there.month == 7 && there.day == 1);
    cr_assert(time.given == 1 && time.hour == 0 && time.minute == 15 && time.second == 7);
    MUST(aftersale_book_local(book, NULL, (aftersale_time){0}, &there, &time));
    cr_assert(there.day == 20 && time.hour == 10);
    MUST(aftersale_book_local(book, NULL, (aftersale_time){-1}, &there, &time));
    cr_assert(there.year == 1969 && there.day == 31 && time.second == 59);
    MUST_BE(AFTERSALE_INVALID, aftersale_book_local(book, "Mars/Base", (aftersale_time){0}, &there, &time));
    MUST_BE(AFTERSALE_INVALID, aftersale_book_local(book, NULL, (aftersale_time){0}, NULL, &time));
}

/* Failures keep their words. */
TRIAL(ical_sheet, fails_as_the_sheet_does)
{
    aftersale_ical *calendar = NULL;
    MUST_BE(AFTERSALE_INVALID,
            aftersale_ical_sheet(book, AFTERSALE_ARGS(sheet_make, .format = 1), &calendar));
    cr_assert_null(calendar);
    MUST_BE(AFTERSALE_INVALID,
            aftersale_ical_worklist(book, AFTERSALE_ARGS(worklist, .order = 9), &calendar));
    cr_assert_null(calendar);
    cr_assert_eq(aftersale_ical_sheet(book, NULL, NULL), AFTERSALE_INVALID);
    cr_assert_str_eq(aftersale_ical_text(NULL, NULL), "");
    aftersale_ical_free(NULL);
}
