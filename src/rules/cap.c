/* SPDX-License-Identifier: MIT */
#include "rules/cap.h"
#include "aftersale/book.h"
#include "rules/moment.h"
#include "value/instant.h"
#include <stdio.h>
#include <string.h>

int32_t as__class_of(int32_t purpose)
{
    if (purpose == AFTERSALE_PURPOSE_SERVICE)
        return AS__CLASS_SERVICE;
    return purpose == AFTERSALE_PURPOSE_RELATIONSHIP ? AS__CLASS_RELATIONSHIP : AS__CLASS_SELLING;
}

const char *as__class_name(int32_t class)
{
    static const char *const names[] = {"any", "service", "relationship", "selling"};
    return names[class];
}

aftersale_time as__recents_since(int32_t reach, aftersale_time now)
{
    /* What a contact puts off may wait for an open hour of a working day when the contact counts no longer; dropped
     * then, it would turn out to have been due long before. */
    const int32_t aftermath = 14;
    return (aftersale_time){(now.us / AS__DAY - reach - aftermath) * AS__DAY};
}

size_t as__recents_standing(as__recent *items, size_t count, aftersale_time since, aftersale_time now)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_over = as__time_given(items[i].lease) && items[i].lease.us <= now.us;
        if (!is_over && items[i].at.us >= since.us)
            items[kept++] = items[i];
    }
    return kept;
}

static bool is_of_touch(const as__recent *contact, const as__recent *of)
{
    return contact->enrolment == of->enrolment && contact->step == of->step &&
           contact->occurrence == of->occurrence;
}

size_t as__recents_release(as__recent *items, size_t count, const as__recent *of)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!as__time_given(items[i].lease) || !is_of_touch(&items[i], of))
            items[kept++] = items[i];
    }
    return kept;
}

size_t as__recents_add(as__recent *items, size_t count, as__recent contact)
{
    count = as__recents_release(items, count, &contact);
    size_t place = count;
    for (; place > 0 && items[place - 1].at.us < contact.at.us; place--)
        items[place] = items[place - 1];
    items[place] = contact;
    return count < AS__RECENTS_MOST ? count + 1 : AS__RECENTS_MOST;
}

static bool counts(const as__cap *cap, const char *channel, int32_t purpose)
{
    if (cap->class != AS__CLASS_ANY && cap->class != as__class_of(purpose))
        return false;
    return cap->channel == NULL || (channel != NULL && strcmp(channel, cap->channel) == 0);
}

static bool is_own(const as__wanted *wanted, const as__recent *contact)
{
    return contact->enrolment == wanted->enrolment && contact->step == wanted->step &&
           contact->occurrence == wanted->occurrence;
}

/* When a contact no longer counts; beyond the years that dates have, never. */
static aftersale_time end_of(const as__wanted *wanted, const as__recent *contact, const as__period *per)
{
    as__moment end = as__moment_of_instant(contact->at);
    if (!as__moment_add(&end, wanted->clock, wanted->calendar, per))
        return (aftersale_time){INT64_MAX};
    return as__moment_instant(&end, wanted->clock);
}

/* Contacts leave the period in the order in which they were made, so the n-th newest is the last that has to. */
bool as__cap_next(const as__cap *cap, const as__wanted *wanted, aftersale_time *time)
{
    if (!counts(cap, wanted->channel, wanted->purpose))
        return true;
    if (cap->most == 0)
        return false;
    int32_t seen = 0;
    for (size_t i = 0; i < wanted->recents.count; i++) {
        const as__recent *contact = &wanted->recents.items[i];
        if (is_own(wanted, contact) || !counts(cap, contact->channel, contact->purpose) || ++seen < cap->most)
            continue;
        aftersale_time end = end_of(wanted, contact, &cap->per);
        if (end.us == INT64_MAX)
            return false;
        if (end.us > time->us)
            *time = end;
        return true;
    }
    return true;
}

bool as__gap_next(const as__period *gap, const as__wanted *wanted, aftersale_time *time)
{
    const as__cap one = {.most = 1, .per = *gap};
    return as__cap_next(&one, wanted, time);
}

int32_t as__period_reach(const as__period *period)
{
    const int32_t month = 31, week = 7, time_off = 366;
    int32_t days = period->months * month + period->days + (int32_t)(period->us / AS__DAY) + 1;
    /* A business day a week at the least, and a long time off between two of them. */
    if (period->business_days != 0)
        days += period->business_days * week + time_off;
    return days;
}

void as__cap_text(const as__cap *cap, char out[AS__CAP_TEXT])
{
    char per[AS__PERIOD_TEXT];
    as__period_text(cap->per, per);
    snprintf(out, AS__CAP_TEXT, "%d%s%.64s%s%s in %.32s", (int)cap->most, cap->channel == NULL ? "" : " ",
             cap->channel == NULL ? "" : cap->channel, cap->class == AS__CLASS_ANY ? "" : " ",
             cap->class == AS__CLASS_ANY ? "" : as__class_name(cap->class), per);
}
