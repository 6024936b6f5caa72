/* SPDX-License-Identifier: MIT */
/** @file ical.h  Component aftersale-ical: the written plan and worklists for calendars, and the recurrence rules of
 *  RFC 5545. Not part of aftersale.h. */
#ifndef AFTERSALE_ICAL_H
#define AFTERSALE_ICAL_H
#include "context.h"
#include "sheet.h"
#include "worklist.h"
AFTERSALE_BEGIN
/** A calendar that was written. Unchanging. */
typedef struct aftersale_ical aftersale_ical;
/** Writes the plan of an enrolment as it stands for the customer's calendar (S28, S71): an event for each promise that has
 *  an instant, its UID the touch's id, its SUMMARY the promise, its CONTACT whom to call. What a share promised for
 *  another instant has a higher SEQUENCE; what a share promised and is no longer so is CANCELLED. Share what you hand
 *  over: the next calendar follows from what was shared. Nothing is stored. What a share promises already is the same
 *  bytes each time. Thread of the book. @param args as for aftersale_sheet_make(), format left out
 *  @param[out] out owned @return OK, NOT_FOUND, INVALID, NO_MEMORY; the book's error says why */
AFTERSALE_API aftersale_status aftersale_ical_sheet(aftersale_book *book, const aftersale_sheet_make_args *args,
                                                    aftersale_ical **out);
/** Writes a worklist for its owner's calendar (S29, S71), whole: it takes the place of the one before. An event's UID
 *  is the touch's id, its SUMMARY the customer's name and the objective, else the kind of the step, its DESCRIPTION why
 *  now, its CONTACT the number or address. Times are those of the book's zone. Internal: not for customers. Thread of
 *  the book. @param args as for aftersale_worklist(); `at` looks ahead @param[out] out owned
 *  @return OK, INVALID, STORE, NO_MEMORY; the book's error says why */
AFTERSALE_API aftersale_status aftersale_ical_worklist(aftersale_book *book, const aftersale_worklist_args *args,
                                                       aftersale_ical **out);
/** The text: RFC 5545, UTF-8, lines ended by CR LF, no line longer than 75 bytes. Any thread. @param[out] size may be
 *  NULL @return borrowed from the calendar */
AFTERSALE_API const char *aftersale_ical_text(const aftersale_ical *calendar, size_t *size);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_ical_free(aftersale_ical *calendar);

/** Whether `rule` is one that aftersale_ical_rule_next() takes (S18): RFC 5545, 3.3.10, counted in whole days, so
 *  FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, without BYHOUR, BYMINUTE and BYSECOND; UNTIL is local; at most 512 bytes.
 *  Any thread. @param rule as it stands behind "RRULE:" @param[out] error may be NULL; names the part that is wrong
 *  @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_ical_rule_check(const char *rule, aftersale_error *error);
/** The first day of a rule behind a given one (S18). Days are civil, on no particular clock; a `start` that does not
 *  fit the rule is not one of its days; a day that a month does not have is passed over. Any thread.
 *  @param rule see aftersale_ical_rule_check() @param start day from which it counts
 *  @param time time of day of all of them, which UNTIL is compared with; not given: midnight
 *  @param after look behind this day; not given: for the first one
 *  @param[out] out not given when there is none up to year 9999 @param[out] error may be NULL @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_ical_rule_next(const char *rule, aftersale_date start, aftersale_daytime time,
                                                        aftersale_date after, aftersale_date *out,
                                                        aftersale_error *error);
/** The n-th day of a rule (S18), all else as aftersale_ical_rule_next(). Any thread. @param n from 0: the first
 *  @param[out] out not given when there are not so many @param[out] error may be NULL @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_ical_rule_nth(const char *rule, aftersale_date start, aftersale_daytime time,
                                                       int32_t n, aftersale_date *out, aftersale_error *error);
/** What a context takes as `rules`, so that steps of plans may repeat by a rule (S18). Any thread. @return static */
AFTERSALE_API const aftersale_rule_reader *aftersale_ical_rules(void);
AFTERSALE_END
#endif
