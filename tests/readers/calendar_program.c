/* SPDX-License-Identifier: MIT */
/* Writes calendars into the folder it is given, for readers that are not ours: a plan that was shared, the same after
 * its dates moved, and a worklist (S71). Ends with 0 when all went well. */
#include "readers/reader.h"
#include <aftersale/ical.h>

#define ZONE "America/New_York"

/* Words that a line of a calendar must escape or fold, and steps on both sides of two clock changes. */
static const char plan[] =
    "{\"plan\":\"care\",\"steps\":["
    "{\"key\":\"thanks\",\"kind\":\"thank-you\",\"anchor\":\"sale\",\"after\":\"P1D\",\"objective\":"
    "\"Internal\","
    "\"promise\":{\"en\":\"A card; with, commas, a \\\\ and a\\nsecond line.\"}},"
    "{\"key\":\"fit\",\"kind\":\"follow-up\",\"anchor\":\"delivery\",\"after\":\"P1M\","
    "\"promise\":{\"en\":\"Gr\\u00fc\\u00dfe aus K\\u00f6ln: "
    "\\u00e4\\u00f6\\u00fc\\u00e4\\u00f6\\u00fc\\u00e4\\u00f6\\u00fc"
    "\\u00e4\\u00f6\\u00fc\\u00e4\\u00f6\\u00fc\\u00e4\\u00f6\\u00fc\\u00e4\\u00f6\\u00fc\\u00e4\\u00f6\\u00f"
    "c\\u00e4\\u00f6\\u00fc"
    " \\ud83d\\udd27\\ud83d\\udd27\\ud83d\\udd27\\ud83d\\udd27\\ud83d\\udd27 und dann noch ein langer Satz "
    "bis zum Ende.\"}},"
    "{\"key\":\"year\",\"kind\":\"check-up\",\"anchor\":\"acceptance\",\"after\":\"P1Y\","
    "\"promise\":{\"en\":\"We look after it.\"}},"
    "{\"key\":\"half\",\"kind\":\"check-up\",\"anchor\":\"delivery\",\"after\":\"P9M\","
    "\"promise\":{\"en\":\"Nine months later.\"}}]}";

static void write_calendar(const char *folder, const char *name, const aftersale_ical *calendar)
{
    size_t size;
    const char *text = aftersale_ical_text(calendar, &size);
    write_file(folder, name, text, size);
}

static aftersale_id enrolment_of(aftersale_book *book)
{
    const aftersale_enrolment *row;
    aftersale_cursor *list;
    aftersale_id id = {{0}};
    must(aftersale_enrolment_list(book, NULL, &list), book, "list");
    if (aftersale_enrolment_next(list, &row) == AFTERSALE_ROW)
        id = aftersale_enrolment_id(row);
    aftersale_cursor_free(list);
    return id;
}

static void write_sheet(aftersale_book *book, const char *folder, const char *name)
{
    aftersale_ical *calendar = NULL;
    aftersale_id id = enrolment_of(book);
    must(aftersale_ical_sheet(book, AFTERSALE_ARGS(sheet_make, .enrolment = id), &calendar), book, name);
    write_calendar(folder, name, calendar);
    aftersale_ical_free(calendar);
    must(aftersale_sheet_share(book, AFTERSALE_ARGS(sheet_share, .enrolment.id = id), NULL), book, "share");
}

static void write_work(aftersale_book *book, const char *folder, const char *name)
{
    aftersale_ical *calendar = NULL;
    aftersale_time later;
    must(aftersale_time_parse("2026-06-01T00:00:00Z", &later), book, "time");
    must(aftersale_ical_worklist(book, AFTERSALE_ARGS(worklist, .owner = "sam", .at = later), &calendar),
         book, name);
    write_calendar(folder, name, calendar);
    aftersale_ical_free(calendar);
}

static void stage(aftersale_book *book)
{
    must(aftersale_plan_publish(book, AFTERSALE_ARGS(plan_publish, .json = plan), NULL), book, "plan");
    must(aftersale_actor_put(
             book, AFTERSALE_ARGS(actor_put, .ref = "sam", .name = "Sam Baker", .phone = "555 0123"), NULL),
         book, "actor");
    must(aftersale_customer_put(
             book,
             AFTERSALE_ARGS(customer_put, .ref = "C", .name = "Ada, Byron", .owner = "sam", .zone = ZONE,
                            .contacts =
                                AFTERSALE_LIST(contact, {.channel = "phone", .address = "+1 212 555 0118"})),
             NULL),
         book, "customer");
    must(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = "S", .customer.ref = "C", .plan = "care",
                                              .sold = {2026, 2, 27}, .delivered = {2026, 3, 2},
                                              .accepted = {2026, 3, 3},
                                              .lines = AFTERSALE_LIST(sale_line, {.product.ref = "B24"})),
                               NULL),
         book, "sale");
}

int main(int argc, char **argv)
{
    clocked_book at;
    if (argc != 2 || !clocked_book_open(&at, false, 7))
        return EXIT_FAILURE;
    stage(at.book);
    write_sheet(at.book, argv[1], "first.ics");
    must(aftersale_sale_put(at.book,
                            AFTERSALE_ARGS(sale_put, .ref = "S", .delivered = {2026, 3, 5},
                                           .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_SALE_ACCEPTED)),
                            NULL),
         at.book, "sale");
    write_sheet(at.book, argv[1], "second.ics");
    write_work(at.book, argv[1], "work.ics");
    clocked_book_close(&at);
    return EXIT_SUCCESS;
}
