/* SPDX-License-Identifier: MIT */
#include "plain/plain_rules.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leaps);
}

/* Days since 1970-01-01. */
static int64_t day_number(int year, int month, int day)
{
    int64_t days = day - 1;
    for (int y = 1970; y < year; y++)
        days += 337 + days_in(y, 2);
    for (int m = 1; m < month; m++)
        days += days_in(year, m);
    return days;
}

static int weekday_of(int64_t day)
{
    return (int)((day + 3) % 7); /* 0 Monday; the first of all was a Thursday */
}

int64_t plain_wall(const char *zone, int64_t at)
{
    static char set[64];
    struct tm civil;
    time_t when = (time_t)at;
    if (strcmp(set, zone) != 0) {
        snprintf(set, sizeof set, "%s", zone);
        setenv("TZ", zone, 1);
        tzset();
    }
    localtime_r(&when, &civil);
    return day_number(civil.tm_year + 1900, civil.tm_mon + 1, civil.tm_mday) * PLAIN_DAY +
           civil.tm_hour * 3600 + civil.tm_min * 60 + civil.tm_sec;
}

int64_t plain_nine_months_after(aftersale_date day, int months)
{
    int month = day.month - 1 + months, year = day.year + month / 12;
    month = month % 12 + 1;
    int last = days_in(year, month);
    return day_number(year, month, day.day < last ? day.day : last) * PLAIN_DAY + 9 * 3600;
}

static bool is_off(const plain_book *book, const plain_customer *customer, aftersale_date day)
{
    const plain_region *region = NULL;
    uint32_t weekday = 1u << weekday_of(day_number(day.year, day.month, day.day));
    for (size_t i = 0; i < book->region_count; i++)
        if (strcmp(book->regions[i].key, customer->region) == 0)
            region = &book->regions[i];
    if (region == NULL)
        return (PLAIN_WEEKENDS_FREE & weekday) != 0;
    for (size_t i = 0; i < region->holiday_count; i++)
        if (memcmp(&region->holidays[i], &day, sizeof day) == 0)
            return true;
    return (region->weekend & weekday) != 0;
}

/* The last word on a channel and a purpose; where there is none, what is presumed. */
static bool is_allowed(const plain_book *book, const plain_customer *customer, const aftersale_touch *touch)
{
    uint32_t purpose = (uint32_t)aftersale_touch_purpose(touch);
    for (size_t i = customer->answer_count; i > 0; i--) {
        const plain_answer *answer = &customer->answers[i - 1];
        if ((answer->purposes & purpose) != 0 &&
            (answer->channel == NULL || strcmp(answer->channel, aftersale_touch_channel(touch)) == 0))
            return answer->is_yes;
    }
    return (purpose & (book->presumed | AFTERSALE_PURPOSE_SERVICE)) != 0;
}

static int32_t class_of(const aftersale_touch *touch)
{
    int32_t purpose = aftersale_touch_purpose(touch);
    if (purpose == AFTERSALE_PURPOSE_SERVICE)
        return AFTERSALE_CLASS_SERVICE;
    return purpose == AFTERSALE_PURPOSE_RELATIONSHIP ? AFTERSALE_CLASS_RELATIONSHIP : AFTERSALE_CLASS_SELLING;
}

static bool is_same(aftersale_id a, aftersale_id b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

/* Whether a cap is full of contacts that other touches made in the days before. */
static bool is_full(const plain_cap *cap, const plain_customer *customer, const aftersale_touch *touch,
                    int64_t now)
{
    int64_t wall = plain_wall(customer->zone, now);
    int count = 0;
    if ((cap->channel != NULL && strcmp(cap->channel, aftersale_touch_channel(touch)) != 0) ||
        (cap->of_class != 0 && cap->of_class != class_of(touch)))
        return false;
    for (size_t i = customer->contact_count; i > 0; i--) {
        const plain_contact *contact = &customer->contacts[i - 1];
        bool counts = (cap->channel == NULL || strcmp(cap->channel, contact->channel) == 0) &&
                      (cap->of_class == 0 || cap->of_class == contact->of_class) &&
                      !is_same(contact->touch, aftersale_touch_id(touch));
        if (counts && plain_wall(customer->zone, contact->at) + cap->days * PLAIN_DAY > wall)
            count++;
    }
    return count >= cap->most;
}

static const char *limit_fault(const plain_book *book, const plain_customer *customer,
                               const aftersale_touch *touch, int64_t now)
{
    const plain_cap gap = {1, book->gap_days, NULL, 0};
    if (book->gap_days != 0 && is_full(&gap, customer, touch, now))
        return "too soon after another contact";
    for (size_t i = 0; i < book->cap_count; i++)
        if (is_full(&book->caps[i], customer, touch, now))
            return "more contacts than a cap allows";
    return NULL;
}

static bool is_in_hours(const plain_book *book, const plain_plan *plan, const char *channel, int64_t wall)
{
    uint32_t weekday = 1u << weekday_of(wall / PLAIN_DAY);
    int minute = (int)(wall % PLAIN_DAY / 60);
    bool has_hours = false, is_open = false;
    if (book->quiet_from != book->quiet_until && (minute >= book->quiet_from || minute < book->quiet_until))
        return false;
    for (size_t i = 0; i < plan->hours_count; i++) {
        const plain_hours *hours = &plan->hours[i];
        if (strcmp(hours->channel, channel) != 0)
            continue;
        has_hours = true;
        is_open =
            is_open || ((hours->weekdays & weekday) != 0 && minute >= hours->from && minute < hours->until);
    }
    return is_open || !has_hours;
}

static const plain_step *find_step(const plain_book *book, const aftersale_touch *touch,
                                   const plain_plan **plan)
{
    for (size_t i = 0; i < book->plan_count; i++) {
        *plan = &book->plans[i];
        for (size_t k = 0; k < (*plan)->step_count; k++)
            if (strcmp((*plan)->key, aftersale_touch_plan(touch)) == 0 &&
                strcmp((*plan)->steps[k].key, aftersale_touch_step(touch)) == 0)
                return &(*plan)->steps[k];
    }
    return NULL;
}

const char *plain_fault(const plain_book *book, const plain_customer *customer, const aftersale_touch *touch,
                        int64_t now)
{
    const plain_plan *plan = NULL;
    const plain_step *step = find_step(book, touch, &plan);
    int64_t due = aftersale_touch_due(touch).us / 1000000,
            last = aftersale_touch_not_after(touch).us / 1000000;
    int64_t wall = plain_wall(customer->zone, due);
    aftersale_daytime time = aftersale_touch_due_time(touch);
    const char *fault;
    if (step == NULL)
        return "no step of the plan";
    if (due > now)
        return "not due yet";
    if (time.hour * 3600 + time.minute * 60 + time.second != wall % PLAIN_DAY)
        return "not the clock of its zone";
    if (!is_allowed(book, customer, touch))
        return "against what the customer said";
    /* What was agreed with the customer stands, whatever else there is. */
    if (aftersale_touch_outcome(touch) == AFTERSALE_OUTCOME_CONTACT_LATER)
        return NULL;
    fault = step->is_case ? NULL : limit_fault(book, customer, touch, now);
    if (fault != NULL)
        return fault;
    if (!is_in_hours(book, plan, aftersale_touch_channel(touch), wall))
        return "outside of the hours";
    if (step->is_off_on_holidays && is_off(book, customer, aftersale_touch_due_day(touch)))
        return "on a day off";
    return !step->is_case && last != 0 && last < now ? "after its last moment" : NULL;
}

bool plain_note_answer(plain_customer *customer, plain_answer answer)
{
    plain_answer *grown = realloc(customer->answers, (customer->answer_count + 1) * sizeof *grown);
    if (grown == NULL)
        return false;
    customer->answers = grown;
    grown[customer->answer_count++] = answer;
    return true;
}

bool plain_note_contact(plain_customer *customer, const aftersale_touch *touch, int64_t at)
{
    plain_contact *grown = realloc(customer->contacts, (customer->contact_count + 1) * sizeof *grown);
    if (grown == NULL)
        return false;
    customer->contacts = grown;
    plain_contact *added = &grown[customer->contact_count++];
    *added = (plain_contact){.at = at, .of_class = class_of(touch), .touch = aftersale_touch_id(touch)};
    snprintf(added->channel, sizeof added->channel, "%s", aftersale_touch_channel(touch));
    return true;
}

bool plain_note_holiday(plain_region *region, aftersale_date day)
{
    aftersale_date *grown = realloc(region->holidays, (region->holiday_count + 1) * sizeof *grown);
    if (grown == NULL)
        return false;
    region->holidays = grown;
    grown[region->holiday_count++] = day;
    return true;
}

plain_customer *plain_find_customer(plain_customer *customers, size_t count, const char *ref)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(customers[i].ref, ref) == 0)
            return &customers[i];
    return NULL;
}

void plain_free(plain_book *book, plain_customer *customers, size_t count)
{
    for (size_t i = 0; i < book->region_count; i++)
        free(book->regions[i].holidays);
    for (size_t i = 0; i < count; i++) {
        free(customers[i].answers);
        free(customers[i].contacts);
    }
}
