/* SPDX-License-Identifier: MIT */
#include "rules/place.h"
#include "rules/window.h"
#include "value/instant.h"
#include <string.h>

#define ROUNDS_MAX 400 /* S35 */

static const aftersale_time no_time = {0};

/* One channel while its place is looked for. */
typedef struct search {
    const as__placing *placing;
    const as__channel *channel;
    as__place *out;
    aftersale_time gated; /* due time for which consent was asked last */
    aftersale_time own;   /* before a cap or a gap put it off; zero: none did */
    aftersale_time shown_at;
    as__civil shown; /* what the clock shows at `shown_at` */
    int round;
} search;

/* What the clock shows at the due time: most rules ask. */
static inline as__civil shown(search *s)
{
    if (s->shown_at.us != s->out->due.us) {
        s->shown_at = s->out->due;
        s->shown = as__civil_of(as__clock_civil(s->placing->clock, s->shown_at));
    }
    return s->shown;
}

static const char *channel_name(const search *s)
{
    return s->channel == NULL ? NULL : s->channel->name;
}

static as__windows windows_of(const search *s)
{
    return s->channel == NULL ? (as__windows){0} : s->channel->windows;
}

static void note(const search *s, as__reason_number number, aftersale_time before, aftersale_time after,
                 const char *a, const char *b)
{
    as__why_note(s->placing->why, number, before, after, a, b);
}

/* What comes to an end here. */
static bool settle(search *s, as__place_state state)
{
    s->out->state = state;
    return false;
}

/* Whether the hours alone would have let it be made at another time, or at any: then quiet ones had a say. */
static bool are_quiet(const search *s, as__windows windows, aftersale_time before, aftersale_time after)
{
    aftersale_time open = before;
    return !as__window_next(windows, NULL, s->placing->clock, &open) || open.us != after.us;
}

/* `open`: the next opening; not given: there is none. */
static void note_hours(const search *s, as__reason_number number, aftersale_time before, aftersale_time after,
                       aftersale_time open)
{
    static const char quiet[] = ", but for quiet ones";
    if (s->placing->why->reasons == NULL)
        return;
    char text[AS__WINDOWS_TEXT + sizeof quiet] = "all but quiet ones";
    as__windows windows = windows_of(s);
    if (windows.count > 0) {
        as__windows_text(windows, text);
        if (are_quiet(s, windows, before, open))
            memcpy(text + strlen(text), quiet, sizeof quiet);
    }
    note(s, number, before, after, s->channel == NULL ? "any channel" : s->channel->name, text);
}

static bool is_same_day(const search *s, aftersale_time a, aftersale_time b)
{
    as__clock *clock = s->placing->clock;
    return as__civil_of(as__clock_civil(clock, a)).day == as__civil_of(as__clock_civil(clock, b)).day;
}

/* Each of these rules moves the due time on, or settles the search and says false. */

/* The next opening, or `due` itself. False: there is none. */
static bool next_opening(search *s, as__windows windows, aftersale_time *due)
{
    const as__windows own = s->placing->step->quiet;
    const as__limits *limits = s->placing->facts->limits;
    if (own.count > 0 || (limits != NULL && limits->quiet.count > 0)) {
        const as__quiet quiet = {{own, limits == NULL ? (as__windows){0} : limits->quiet}};
        return as__window_next(windows, &quiet, s->placing->clock, due);
    }
    if (windows.count == 0)
        return true;
    as__civil at = shown(s);
    if (as__window_ends(windows, as__civil_weekday(at.day), at.second) > at.second)
        return true;
    return as__window_next(windows, NULL, s->placing->clock, due);
}

static bool keep_hours(search *s)
{
    as__windows windows = windows_of(s);
    aftersale_time due = s->out->due, open = due;
    bool has_opening = next_opening(s, windows, &open);
    if (s->placing->is_appointed && (!has_opening || open.us != due.us)) {
        note_hours(s, AS__REASON_WINDOW_AGREED, due, due, has_opening ? open : no_time);
        return true;
    }
    if (!has_opening) {
        note_hours(s, AS__REASON_WINDOW_NEVER, due, no_time, no_time);
        return settle(s, AS__PLACE_NONE);
    }
    if (open.us == due.us) {
        if (s->round == 0 && windows.count > 0 && s->placing->why->reasons != NULL)
            note_hours(s, AS__REASON_WINDOW_OPEN, due, due, due);
        return true;
    }
    if (s->placing->is_agreed && !is_same_day(s, due, open)) {
        note_hours(s, AS__REASON_WINDOW_AGREED, due, due, open);
        return true;
    }
    s->out->due = open;
    /* What a cap or a gap put off only moves on. */
    if (s->placing->step->abandon && !as__time_given(s->own) && !s->placing->is_day_sought) {
        note_hours(s, AS__REASON_WINDOW_ABANDONED, due, open, open);
        s->out->state = AS__PLACE_ABANDONED; /* unless the channel is closed, and another may be open */
        return true;
    }
    note_hours(s, AS__REASON_WINDOW_MOVED, due, open, open);
    return true;
}

static as__days_off days_off(const search *s)
{
    const as__placing *placing = s->placing;
    const as__calendars *calendars = placing->facts->calendars;
    as__days_off days = placing->days;
    if (calendars == NULL || calendars->contacts == NULL || s->channel == NULL || placing->is_day_sought)
        return days;
    size_t contact = as__gate_contact(placing->facts, placing->step, s->channel->name, s->out->due);
    if (contact < placing->facts->customer->contacts.count && calendars->contacts[contact] != NULL)
        days.region = calendars->contacts[contact];
    return days;
}

static void note_day_off(const search *s, as__reason_number number, as__days_off days, int64_t day,
                         aftersale_time to)
{
    if (s->placing->why->reasons == NULL)
        return;
    const as__calendar *calendar = as__calendar_is_off(days.region, day) ? days.region : days.owner;
    const char *name = as__calendar_holiday(calendar, day);
    note(s, number, s->out->due, to, name == NULL ? "weekend" : name,
         calendar->name == NULL ? "no calendar" : calendar->name);
}

/* The same time of day on another day. */
static aftersale_time on_day(const search *s, int64_t days)
{
    as__clock *clock = s->placing->clock;
    int64_t below = s->out->due.us % AS__SECOND;
    int64_t civil = as__clock_civil(clock, s->out->due) + days * AS__DAY_SECONDS;
    int64_t seconds = as__clock_to_utc(clock, civil);
    return (aftersale_time){seconds * AS__SECOND + (below < 0 ? below + AS__SECOND : below)};
}

/* The working day before, no earlier than where it has to stop. False: that is no working day any more. */
static bool move_back(const search *s, as__days_off days, int64_t day, aftersale_time *out)
{
    aftersale_time stop = s->placing->stop;
    int64_t before;
    if (!as__working_day_before(days, day, &before))
        return false;
    *out = on_day(s, before - day);
    if (!as__time_given(stop) || out->us >= stop.us)
        return true;
    bool is_on_day = is_same_day(s, *out, stop);
    *out = stop;
    return is_on_day;
}

/* Of two equally near the later one; where that would be too late, the one before. */
static bool is_back_nearer(const search *s, int64_t day, aftersale_time back, aftersale_time forward)
{
    const as__placing *placing = s->placing;
    as__clock *clock = placing->clock;
    if (as__time_given(placing->end) && forward.us > placing->end.us)
        return true;
    int64_t before = as__civil_of(as__clock_civil(clock, back)).day;
    int64_t after = as__civil_of(as__clock_civil(clock, forward)).day;
    return day - before < after - day;
}

static bool leave_day_off(search *s, as__days_off days, int64_t day)
{
    bool is_first = s->round == 0 && !s->placing->is_day_sought;
    as__on_holiday way = is_first ? s->placing->step->on_holiday : AS__HOLIDAY_FORWARD;
    int64_t after;
    aftersale_time back, forward = no_time, due;
    bool may_back = (way == AS__HOLIDAY_BACK || way == AS__HOLIDAY_NEAREST) && move_back(s, days, day, &back);
    bool may_forward = as__working_day_after(days, day, &after);
    if (may_forward)
        forward = on_day(s, after - day);
    if (!may_back && !may_forward) {
        note_day_off(s, AS__REASON_HOLIDAY_NEVER, days, day, no_time);
        return settle(s, AS__PLACE_NONE);
    }
    bool is_back =
        may_back && (!may_forward || way == AS__HOLIDAY_BACK || is_back_nearer(s, day, back, forward));
    due = is_back ? back : forward;
    note_day_off(s, AS__REASON_HOLIDAY_MOVED, days, day, due);
    s->out->due = due;
    return true;
}

static bool keep_days_off(search *s)
{
    as__on_holiday way = s->placing->step->on_holiday;
    if (way == AS__HOLIDAY_STAYS || s->out->state != AS__PLACE_OPEN)
        return true;
    as__days_off days = days_off(s);
    int64_t day = shown(s).day;
    if (!as__is_day_off(days, day))
        return true;
    if (s->placing->is_agreed) {
        if (s->round == 0)
            note_day_off(s, AS__REASON_HOLIDAY_AGREED, days, day, s->out->due);
        return true;
    }
    if (way == AS__HOLIDAY_SKIP && s->round == 0 && !s->placing->is_day_sought) {
        note_day_off(s, AS__REASON_HOLIDAY_SKIPPED, days, day, s->out->due);
        s->out->state = AS__PLACE_SKIPPED;
        return true;
    }
    return leave_day_off(s, days, day);
}

static bool is_remembered(const search *s, const as__why *why)
{
    const as__gate_memo *memo = s->placing->memo;
    return why->reasons == NULL && s->channel != NULL && memo->channel == s->channel->name &&
           memo->purpose == s->placing->step->purpose;
}

static const as__gate *ask_gate(const search *s, const as__why *why)
{
    const as__placing *placing = s->placing;
    as__gate_memo *memo = placing->memo;
    memo->gate = as__gate_of(placing->facts, placing->step, channel_name(s), s->out->due, why);
    memo->channel = memo->gate.is_of_day ? NULL : channel_name(s);
    memo->purpose = placing->step->purpose;
    return &memo->gate;
}

/* Asked again when the due time has moved: an address may be valid on one day and not on another. */
static bool keep_consent(search *s)
{
    static const as__why nobody = {0};
    if (s->placing->is_day_sought)
        return true;
    if (s->round > 0 && s->gated.us == s->out->due.us)
        return true;
    const as__why *why = s->round == 0 ? s->placing->why : &nobody;
    const as__gate *gate = is_remembered(s, why) ? &s->placing->memo->gate : ask_gate(s, why);
    if (!gate->is_open && s->round > 0)
        gate = ask_gate(s, s->placing->why);
    s->gated = s->out->due;
    s->out->contact = gate->contact;
    s->out->opens = gate->opens;
    return gate->is_open || settle(s, AS__PLACE_CLOSED);
}

/* A case waits for nobody; of what was agreed it is only said. */
static inline bool has_limits(const as__placing *placing)
{
    const as__facts *facts = placing->facts;
    bool is_free = placing->recents.count == 0 && facts->limits == NULL && facts->plan->caps.count == 0;
    bool is_told = placing->is_agreed && placing->why->reasons == NULL;
    return !is_free && !placing->step->is_case && !is_told && !placing->is_day_sought;
}

static bool is_past_end(const search *s)
{
    return as__time_given(s->placing->end) && s->out->due.us > s->placing->end.us;
}

/* What caps and gaps put off past its end is late, and keeps the time it had without them. */
static void judge_late(search *s)
{
    if (!is_past_end(s) || !as__time_given(s->own))
        return;
    s->out->state = AS__PLACE_LATE;
    s->out->late = s->out->due;
    s->out->due = s->own;
}

/* Most dates fall on an open hour of a working day, where the gate was just found open: the search would leave them
 * where they are. */
static bool is_fine(search *s)
{
    const as__placing *placing = s->placing;
    const as__calendars *calendars = placing->facts->calendars;
    const as__limits *limits = placing->facts->limits;
    bool has_regions = calendars != NULL && calendars->contacts != NULL;
    if (has_regions || placing->step->quiet.count > 0 || (limits != NULL && limits->quiet.count > 0) ||
        !is_remembered(s, placing->why) || !placing->memo->gate.is_open || has_limits(placing))
        return false;
    as__windows windows = s->channel->windows;
    as__civil at = shown(s);
    if (windows.count > 0 && as__window_ends(windows, as__civil_weekday(at.day), at.second) == at.second)
        return false;
    return placing->step->on_holiday == AS__HOLIDAY_STAYS || !as__is_day_off(placing->days, at.day);
}

void as__place_find(const as__placing *placing, const as__channel *channel, as__place *out)
{
    search s = {.placing = placing, .channel = channel, .out = out, .shown_at = {INT64_MIN}};
    out->state = AS__PLACE_OPEN;
    out->due = placing->from;
    out->late = no_time;
    if (is_fine(&s)) {
        out->contact = placing->memo->gate.contact;
        out->opens = placing->memo->gate.opens;
        return;
    }
    for (s.round = 0; s.round < ROUNDS_MAX; s.round++) {
        if (!keep_hours(&s))
            return;
        /* What no other rule moves on from an open hour stays there. */
        aftersale_time open = out->due;
        if (!keep_days_off(&s) || !keep_consent(&s))
            return;
        aftersale_time working = out->due; /* may lie before, and a gap lead back to where it was */
        bool goes_on = out->state == AS__PLACE_OPEN && !is_past_end(&s);
        if (goes_on && has_limits(placing) && !as__place_keep_limits(placing, channel, out))
            return;
        if (working.us != out->due.us && !as__time_given(s.own))
            s.own = working;
        if (!goes_on || is_past_end(&s) || (out->due.us == working.us && working.us == open.us)) {
            judge_late(&s);
            return;
        }
    }
    note(&s, AS__REASON_NEVER_SETTLES, out->due, no_time, NULL, NULL);
    out->state = AS__PLACE_NONE;
}
