/* SPDX-License-Identifier: MIT */
#include "rules/consent_rule.h"
#include "aftersale/book.h"
#include "aftersale/consent.h"
#include "rules/clock.h"
#include "value/date.h"
#include "value/instant.h"
#include <string.h>

const char *as__purpose_name(int32_t purpose)
{
    switch (purpose) {
    case AFTERSALE_PURPOSE_SERVICE:
        return "service";
    case AFTERSALE_PURPOSE_RELATIONSHIP:
        return "relationship";
    case AFTERSALE_PURPOSE_SELLING:
        return "selling";
    case AFTERSALE_PURPOSE_ASKING:
        return "asking";
    default:
        return "partner";
    }
}

static bool is_given(const char *text)
{
    return text != NULL && *text != '\0';
}

static bool speaks(const as__answer *answer, uint64_t person, const char *channel, int32_t purpose,
                   aftersale_time now)
{
    if (((answer->yes | answer->no) & purpose) == 0)
        return false;
    if (answer->person != 0 && answer->person != person)
        return false;
    if (is_given(answer->channel) && (channel == NULL || strcmp(answer->channel, channel) != 0))
        return false;
    return !as__time_given(answer->until) || answer->until.us > now.us;
}

const as__answer *as__answer_standing(const as__answer *answers, size_t count, uint64_t person,
                                      const char *channel, int32_t purpose, aftersale_time now)
{
    const as__answer *standing = NULL;
    for (size_t i = 0; i < count; i++) {
        const as__answer *answer = &answers[i];
        if (!speaks(answer, person, channel, purpose, now))
            continue;
        if (standing == NULL || answer->since.us > standing->since.us ||
            (answer->since.us == standing->since.us && (answer->no & purpose) != 0))
            standing = answer;
    }
    return standing;
}

static int32_t meaning_of(const as__answer *answer, int32_t purpose)
{
    if (answer == NULL)
        return AFTERSALE_CONSENT_UNKNOWN;
    return (answer->no & purpose) != 0 ? AFTERSALE_CONSENT_NO : AFTERSALE_CONSENT_YES;
}

int32_t as__consent_answer(const as__answer *answers, size_t count, uint64_t person, const char *channel,
                           int32_t purpose, aftersale_time now)
{
    return meaning_of(as__answer_standing(answers, count, person, channel, purpose, now), purpose);
}

bool as__consent_allows(int32_t answer, int32_t purpose, uint32_t presume)
{
    if (answer != AFTERSALE_CONSENT_UNKNOWN)
        return answer == AFTERSALE_CONSENT_YES;
    return purpose == AFTERSALE_PURPOSE_SERVICE || (presume & (uint32_t)purpose) != 0;
}

static as__reason_number consent_reason(int32_t answer, int32_t purpose, bool is_allowed)
{
    if (answer == AFTERSALE_CONSENT_YES)
        return AS__REASON_CONSENT_YES;
    if (answer == AFTERSALE_CONSENT_NO)
        return AS__REASON_CONSENT_NO;
    if (!is_allowed)
        return AS__REASON_CONSENT_UNKNOWN;
    return purpose == AFTERSALE_PURPOSE_SERVICE ? AS__REASON_CONSENT_SERVICE : AS__REASON_CONSENT_PRESUMED;
}

static bool is_valid_on(const aftersale_contact *contact, aftersale_date day)
{
    if (as__date_given(contact->from) && as__date_compare(day, contact->from) < 0)
        return false;
    return !as__date_given(contact->until) || as__date_compare(day, contact->until) < 0;
}

typedef struct choice {
    size_t contact;             /* the first that can be used; contact count: none */
    bool has_dead, has_refused; /* found on the way */
    bool is_of_day;
} choice;

static choice choose_contact(const as__facts *facts, const as__step *step, const char *channel,
                             aftersale_time due)
{
    const aftersale_contact *contacts = AS__ITEMS(aftersale_contact, facts->customer->contacts);
    size_t count = facts->customer->contacts.count;
    choice found = {.contact = count};
    aftersale_date day = {0};
    for (size_t i = 0; i < count; i++) {
        const aftersale_contact *contact = &contacts[i];
        if (contact->channel == NULL || strcmp(contact->channel, channel) != 0)
            continue;
        if (as__date_given(contact->from) || as__date_given(contact->until)) {
            found.is_of_day = true;
            if (!as__date_given(day)) {
                as__clock clock = as__clock_of(facts->zone);
                day = as__clock_day(&clock, due);
            }
            if (!is_valid_on(contact, day)) {
                found.has_dead = true;
                continue;
            }
        }
        if (facts->refused != NULL && (facts->refused[i] & (uint32_t)step->purpose) != 0) {
            found.has_refused = true;
            continue;
        }
        found.contact = i;
        return found;
    }
    return found;
}

static void note_first(const as__facts *facts, aftersale_date day, aftersale_time *first)
{
    as__clock clock = as__clock_of(facts->zone);
    if (!as__date_given(day))
        return;
    aftersale_time at = {as__clock_to_utc(&clock, as__civil_seconds(day, 0)) * AS__SECOND};
    if (at.us > facts->now.us && (!as__time_given(*first) || at.us < first->us))
        *first = at;
}

aftersale_time as__gate_next_day(const as__facts *facts)
{
    const aftersale_contact *contacts = AS__ITEMS(aftersale_contact, facts->customer->contacts);
    aftersale_time first = {0};
    for (size_t i = 0; i < facts->customer->contacts.count; i++) {
        note_first(facts, contacts[i].from, &first);
        note_first(facts, contacts[i].until, &first);
    }
    return first;
}

size_t as__gate_contact(const as__facts *facts, const as__step *step, const char *channel, aftersale_time due)
{
    return choose_contact(facts, step, channel, due).contact;
}

static void note_gate(const as__why *why, as__reason_number number, const as__step *step, const char *channel,
                      aftersale_time due)
{
    if (why->reasons != NULL)
        as__reason_add(why, number, due, due, channel == NULL ? "any channel" : channel,
                       as__purpose_name(step->purpose));
}

as__gate as__gate_of(const as__facts *facts, const as__step *step, const char *channel, aftersale_time due,
                     const as__why *why)
{
    const aftersale_customer *customer = facts->customer;
    const as__answer *answers = AS__ITEMS(as__answer, customer->answers);
    as__gate gate = {.contact = customer->contacts.count};

    const as__answer *standing =
        as__answer_standing(answers, customer->answers.count, 0, channel, step->purpose, facts->now);
    int32_t answer = meaning_of(standing, step->purpose);
    bool is_allowed = as__consent_allows(answer, step->purpose, facts->presume);
    note_gate(why, consent_reason(answer, step->purpose, is_allowed), step, channel, due);
    if (!is_allowed) {
        if (standing != NULL)
            gate.opens = standing->until;
        return gate;
    }
    gate.is_open = true;
    if (channel == NULL)
        return gate;

    choice found = choose_contact(facts, step, channel, due);
    gate.contact = found.contact;
    gate.is_of_day = found.is_of_day;
    if (found.contact < customer->contacts.count)
        return gate;
    as__reason_number number = AS__REASON_ADDRESS_NOT_HELD;
    if (found.has_refused)
        number = AS__REASON_ADDRESS_REFUSED;
    else if (found.has_dead)
        number = AS__REASON_ADDRESS_DEAD;
    gate.is_open = number == AS__REASON_ADDRESS_NOT_HELD;
    note_gate(why, number, step, channel, due);
    return gate;
}

bool as__gate_any(const as__facts *facts, const as__step *step, size_t first, aftersale_time due)
{
    const as__why nobody = {0};
    for (size_t i = first; i < step->channel_count; i++) {
        if (as__gate_of(facts, step, step->channels[i].name, due, &nobody).is_open)
            return true;
    }
    return false;
}
