/* SPDX-License-Identifier: MIT */
/* Caps and gaps while a touch looks for its place (S36). */
#include "rules/place.h"

static const aftersale_time no_time = {0};

/* A touch by one channel, and how often its customer was contacted. */
typedef struct limited {
    const as__placing *placing;
    as__wanted wanted;
    as__place *out;
} limited;

static void note(const limited *l, as__reason_number number, aftersale_time before, aftersale_time after,
                 const char *text)
{
    as__why_note(l->placing->why, number, before, after, text, NULL);
}

/* A limit that would move, or forbid, what was agreed only says so. */
static void keep_agreed(limited *l, as__reason_number number, bool is_allowed, aftersale_time due,
                        const char *text)
{
    if (!is_allowed || l->out->due.us != due.us)
        note(l, number, due, due, text);
    l->out->due = due;
}

static bool keep_caps(limited *l, as__caps caps)
{
    for (size_t i = 0; i < caps.count; i++) {
        char text[AS__CAP_TEXT] = "";
        aftersale_time due = l->out->due;
        bool is_allowed = as__cap_next(&caps.items[i], &l->wanted, &l->out->due);
        if (l->placing->why->reasons != NULL && (!is_allowed || due.us != l->out->due.us))
            as__cap_text(&caps.items[i], text);
        if (l->placing->is_agreed) {
            keep_agreed(l, AS__REASON_CAP_AGREED, is_allowed, due, text);
            continue;
        }
        if (!is_allowed) {
            note(l, AS__REASON_CAP_NONE, due, no_time, text);
            return false;
        }
        if (due.us != l->out->due.us)
            note(l, AS__REASON_CAP_MOVED, due, l->out->due, text);
    }
    return true;
}

static bool keep_gap(limited *l, as__period gap)
{
    char text[AS__PERIOD_TEXT] = "";
    aftersale_time due = l->out->due;
    if (as__period_is_zero(gap))
        return true;
    bool is_allowed = as__gap_next(&gap, &l->wanted, &l->out->due);
    if (l->placing->why->reasons != NULL)
        as__period_text(gap, text);
    if (l->placing->is_agreed) {
        keep_agreed(l, AS__REASON_GAP_AGREED, is_allowed, due, text);
        return true;
    }
    if (is_allowed && due.us != l->out->due.us)
        note(l, AS__REASON_GAP_MOVED, due, l->out->due, text);
    return is_allowed;
}

/* What was made after its last moment moves it no more. The newest come first. */
static as__recents contacts_before_end(const as__placing *placing)
{
    as__recents recents = placing->recents;
    aftersale_time end = placing->end;
    while (as__time_given(end) && recents.count > 0 && recents.items[0].at.us > end.us) {
        recents.items++;
        recents.count--;
    }
    return recents;
}

static bool keep_all(limited *l)
{
    const as__facts *facts = l->placing->facts;
    const as__limits *limits = facts->limits;
    if (!keep_caps(l, facts->plan->caps) || (limits != NULL && !keep_caps(l, limits->caps)))
        return false;
    return keep_gap(l, l->placing->step->min_gap) && (limits == NULL || keep_gap(l, limits->min_gap));
}

bool as__place_keep_limits(const as__placing *placing, const as__channel *channel, as__place *out)
{
    limited l = {
        .placing = placing,
        .wanted = {.recents = contacts_before_end(placing),
                   .channel = channel == NULL ? NULL : channel->name,
                   .purpose = placing->step->purpose,
                   .enrolment = placing->facts->run->id,
                   .step = placing->step->number,
                   .occurrence = placing->occurrence,
                   .clock = placing->clock,
                   .calendar = placing->days.region},
        .out = out,
    };
    if (keep_all(&l))
        return true;
    out->state = AS__PLACE_NONE;
    return false;
}
