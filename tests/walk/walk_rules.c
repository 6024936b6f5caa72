/* SPDX-License-Identifier: MIT */
/* The rules as a reader of the plans would check them by hand. Civil time is that of the C library. */
#include "walk.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY 86400
#define HOLIDAYS_MOST 2000
#define REASON_OFFSET 40

/* What a step asks for beside consent, caps and gaps. */
typedef struct walk_step {
    const char *key;
    bool is_off_on_holidays;
    bool is_held_back; /* by caps, gaps and a last moment: all but cases */
} walk_step;

static const walk_step steps[] = {
    {"thanks", false, true},
    {"warm", true, true},
    {"letter", false, true},
    {"talk", true, true},
    {"review", true, true},
    {"service", true, true},
    {"manager", true, true},
    {"offer", true, true},
    {"ask", true, true},
    {"warm.case", false, false},
    {"warm.escalation", false, true},
    {"warm.referral", false, true},
};

static struct {
    char region[8];
    aftersale_date day;
} holidays[HOLIDAYS_MOST];
static size_t holiday_count;

bool walk_note_holiday(const char *calendar, aftersale_date day)
{
    if (holiday_count == HOLIDAYS_MOST)
        return false;
    snprintf(holidays[holiday_count].region, sizeof holidays[0].region, "%s", calendar);
    holidays[holiday_count++].day = day;
    return true;
}

static int32_t days_in(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leaps);
}

/* Days since 1970-01-01. */
static int64_t day_number(int32_t year, int32_t month, int32_t day)
{
    int64_t days = day - 1;
    for (int32_t y = 1970; y < year; y++)
        days += 337 + days_in(y, 2);
    for (int32_t m = 1; m < month; m++)
        days += days_in(year, m);
    return days;
}

/* The clock on the wall, as seconds since 1970 of a clock that never changes. */
static int64_t wall_seconds(size_t place, int64_t at)
{
    struct tm civil;
    time_t when = (time_t)at;
    setenv("TZ", walk_zone(place), 1);
    tzset();
    localtime_r(&when, &civil);
    return day_number(civil.tm_year + 1900, civil.tm_mon + 1, civil.tm_mday) * DAY + civil.tm_hour * 3600 +
           civil.tm_min * 60 + civil.tm_sec;
}

bool walk_is_off(size_t place, aftersale_date day)
{
    int64_t weekday = day_number(day.year, day.month, day.day) % 7; /* 0: Thursday, as the first of all was */
    if (weekday == 2 || weekday == 3)
        return true;
    for (size_t i = 0; i < holiday_count; i++)
        if (strcmp(holidays[i].region, walk_region(place)) == 0 && holidays[i].day.year == day.year &&
            holidays[i].day.month == day.month && holidays[i].day.day == day.day)
            return true;
    return false;
}

static const walk_step *step_of(const aftersale_touch *touch)
{
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (strcmp(steps[i].key, aftersale_touch_step(touch)) == 0)
            return &steps[i];
    return NULL;
}

bool walk_note_answer(walk_customer *customer, walk_answer answer)
{
    walk_answer *grown = realloc(customer->answers, (customer->answer_count + 1) * sizeof *grown);
    if (grown == NULL)
        return false;
    customer->answers = grown;
    grown[customer->answer_count++] = answer;
    return true;
}

/* The last word on a channel and a purpose; where there is none, service is allowed. */
static bool is_allowed(const walk_customer *customer, const char *channel, uint32_t purpose)
{
    for (size_t i = customer->answer_count; i > 0; i--) {
        const walk_answer *answer = &customer->answers[i - 1];
        if ((answer->purposes & purpose) != 0 &&
            (answer->channel == NULL || strcmp(answer->channel, channel) == 0))
            return answer->is_yes;
    }
    return purpose == AFTERSALE_PURPOSE_SERVICE;
}

static int32_t class_of(int32_t purpose)
{
    if (purpose == AFTERSALE_PURPOSE_SERVICE)
        return AFTERSALE_CLASS_SERVICE;
    return purpose == AFTERSALE_PURPOSE_RELATIONSHIP ? AFTERSALE_CLASS_RELATIONSHIP : AFTERSALE_CLASS_SELLING;
}

bool walk_note_contact(walk_shop *shop, walk_customer *customer, const aftersale_touch *touch)
{
    walk_contact *grown = realloc(customer->contacts, (customer->contact_count + 1) * sizeof *grown);
    if (grown == NULL)
        return false;
    customer->contacts = grown;
    walk_contact *added = &grown[customer->contact_count++];
    *added = (walk_contact){
        .at = shop->now,
        .class_of = class_of(aftersale_touch_purpose(touch)),
        .touch = aftersale_touch_id(touch),
    };
    snprintf(added->channel, sizeof added->channel, "%s", aftersale_touch_channel(touch));
    return true;
}

/* Contacts by other touches in the days before now, of a channel and a class where they are given. */
static int contacts_in(const walk_shop *shop, const walk_customer *customer, const aftersale_touch *touch,
                       int days, const char *channel, int32_t of_class)
{
    aftersale_id own = aftersale_touch_id(touch);
    int64_t now = wall_seconds(customer->place, shop->now);
    int count = 0;
    for (size_t i = customer->contact_count; i > 0; i--) {
        const walk_contact *contact = &customer->contacts[i - 1];
        if (wall_seconds(customer->place, contact->at) + (int64_t)days * DAY <= now)
            break;
        if (memcmp(&contact->touch, &own, sizeof own) != 0 &&
            (channel == NULL || strcmp(channel, contact->channel) == 0) &&
            (of_class == 0 || of_class == contact->class_of))
            count++;
    }
    return count;
}

static void hold_to_limits(walk_shop *shop, const walk_customer *customer, const aftersale_touch *touch)
{
    bool is_phone = strcmp(aftersale_touch_channel(touch), "phone") == 0;
    bool is_selling = class_of(aftersale_touch_purpose(touch)) == AFTERSALE_CLASS_SELLING;
    if (contacts_in(shop, customer, touch, 2, NULL, 0) > 0)
        walk_broken(shop, touch, "a contact less than two days ago");
    if (is_phone && contacts_in(shop, customer, touch, 14, "phone", 0) >= 2)
        walk_broken(shop, touch, "more than two calls in fourteen days");
    if (is_selling && contacts_in(shop, customer, touch, 30, NULL, AFTERSALE_CLASS_SELLING) >= 1)
        walk_broken(shop, touch, "more than one offer in thirty days");
    if (contacts_in(shop, customer, touch, 60, NULL, 0) >= 5)
        walk_broken(shop, touch, "more than five contacts in sixty days");
}

static bool is_in_hours(const aftersale_touch *touch, int64_t wall)
{
    static const struct {
        const char *plan, *channel;
        int first_day, last_day, from, until; /* Thursday is 0: it was one in 1970 */
    } hours[] = {
        {"every-sale", "phone", 0, 1, 9 * 60, 12 * 60},  {"every-sale", "phone", 4, 6, 9 * 60, 12 * 60},
        {"every-sale", "phone", 0, 1, 14 * 60, 1050},    {"every-sale", "phone", 4, 6, 14 * 60, 1050},
        {"every-sale", "email", 0, 2, 7 * 60, 20 * 60},  {"every-sale", "email", 4, 6, 7 * 60, 20 * 60},
        {"every-sale", "post", 0, 6, 7 * 60, 21 * 60},   {"large-sale", "phone", 0, 0, 10 * 60, 16 * 60},
        {"large-sale", "phone", 4, 6, 10 * 60, 16 * 60}, {"large-sale", "email", 0, 6, 9 * 60, 18 * 60},
    };
    int day = (int)(wall / DAY % 7), minute = (int)(wall % DAY / 60);
    for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++)
        if (strcmp(hours[i].plan, aftersale_touch_plan(touch)) == 0 &&
            strcmp(hours[i].channel, aftersale_touch_channel(touch)) == 0 && day >= hours[i].first_day &&
            day <= hours[i].last_day && minute >= hours[i].from && minute < hours[i].until)
            return true;
    return false;
}

static bool was_agreed(const aftersale_touch *touch)
{
    return aftersale_touch_outcome(touch) == AFTERSALE_OUTCOME_CONTACT_LATER;
}

void walk_hold_to_rules(walk_shop *shop, const walk_customer *customer, const aftersale_touch *touch)
{
    const walk_step *step = step_of(touch);
    int64_t due = aftersale_touch_due(touch).us / 1000000;
    int64_t wall = wall_seconds(customer->place, due);
    aftersale_date day = aftersale_touch_due_day(touch);
    aftersale_daytime time = aftersale_touch_due_time(touch);
    if (step == NULL) {
        walk_broken(shop, touch, "no step of the plan");
        return;
    }
    if (due > shop->now)
        walk_broken(shop, touch, "not due yet");
    if (time.hour * 3600 + time.minute * 60 + time.second != wall % DAY)
        walk_broken(shop, touch, "not the clock of its zone");
    if (!is_allowed(customer, aftersale_touch_channel(touch), (uint32_t)aftersale_touch_purpose(touch)))
        walk_broken(shop, touch, "against what the customer said");
    if (was_agreed(touch)) /* it stands, whatever else there is */
        return;
    if (step->is_held_back)
        hold_to_limits(shop, customer, touch);
    if (!is_in_hours(touch, wall))
        walk_broken(shop, touch, "outside of the hours");
    if (step->is_off_on_holidays && walk_is_off(customer->place, day))
        walk_broken(shop, touch, "on a day off");
    if (step->is_held_back && aftersale_touch_not_after(touch).us != 0 &&
        aftersale_touch_not_after(touch).us < shop->now * INT64_C(1000000))
        walk_broken(shop, touch, "after its last moment");
}

/* The n-th letter is sent n months after the sale: month ends clamp, each from the day of the sale. */
static void hold_to_month(walk_shop *shop, const aftersale_touch *touch, aftersale_time at)
{
    const aftersale_enrolment *run;
    if (aftersale_enrolment_get(shop->book, aftersale_touch_enrolment(touch), &run) != AFTERSALE_OK) {
        walk_broken(shop, touch, "its run is not found");
        return;
    }
    const aftersale_customer *customer = NULL;
    aftersale_date sold = aftersale_enrolment_sold(run);
    int32_t month = sold.month - 1 + aftersale_touch_occurrence(touch);
    int32_t year = sold.year + month / 12;
    month = month % 12 + 1;
    int32_t day = sold.day < days_in(year, month) ? sold.day : days_in(year, month);
    int64_t nine = day_number(year, month, day) * DAY + 9 * 3600;
    if (aftersale_customer_get(shop->book, aftersale_touch_customer(touch), &customer) == AFTERSALE_OK) {
        size_t place = 0;
        while (strcmp(walk_zone(place), aftersale_customer_zone(customer)) != 0)
            place++;
        if (wall_seconds(place, at.us / 1000000) != nine)
            walk_broken(shop, touch, "not a whole number of months after the sale");
    }
    aftersale_customer_free(customer);
    aftersale_enrolment_free(run);
}

void walk_hold_to_reasons(walk_shop *shop, const aftersale_touch *touch)
{
    const aftersale_explanation *why = NULL;
    bool is_stopped = false, waits = false;
    if (aftersale_explain_touch(shop->book, aftersale_touch_id(touch), &why) != AFTERSALE_OK ||
        aftersale_explanation_count(why) == 0) {
        walk_broken(shop, touch, "nothing explains it");
        return;
    }
    for (size_t i = 0; i < aftersale_explanation_count(why); i++) {
        const aftersale_reason *reason = aftersale_explanation_reason(why, i);
        is_stopped = is_stopped || reason->verdict == AFTERSALE_VERDICT_STOPPED;
        waits = waits || reason->verdict == AFTERSALE_VERDICT_WAITS;
        if (reason->number == REASON_OFFSET && strcmp(aftersale_touch_step(touch), "letter") == 0)
            hold_to_month(shop, touch, reason->after);
    }
    if (aftersale_touch_state(touch) == AFTERSALE_TOUCH_STATE_BLOCKED && !is_stopped)
        walk_broken(shop, touch, "blocked, and no rule stopped it");
    if (aftersale_touch_state(touch) == AFTERSALE_TOUCH_STATE_MISSED && !is_stopped)
        walk_broken(shop, touch, "missed, and no rule says so");
    if (aftersale_touch_state(touch) == AFTERSALE_TOUCH_STATE_WAITING && !waits)
        walk_broken(shop, touch, "it waits, and nothing is missing");
    aftersale_explanation_free(why);
    shop->explained++;
}
