/* SPDX-License-Identifier: MIT */
/* What holds of every date, whatever the hours, days off, caps and gaps (S18, S31 to S36): thousands of plans, drawn
 * from a fixed seed. */
#include "rules/window.h"
#include "rules_stage.h"
#include "value/date.h"
#include <stdio.h>

#define TRIALS 1500

static uint64_t seed;

/* splitmix64 */
static uint32_t draw(uint32_t most)
{
    uint64_t z = seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) % most);
}

static const char *const zones[] = {
    "Europe/Berlin",       "America/New_York", "Pacific/Apia", "Asia/Kathmandu",
    "Australia/Lord_Howe", "America/St_Johns", "UTC"};
static const char *const ways[] = {"stay", "forward", "back", "nearest"};

typedef struct world {
    stage *s;
    as__weekend weekend;
    as__holiday holidays[64];
    as__calendar calendar;
    as__calendars calendars;
    as__recent recents[8];
    as__on_holiday way;
} world;

static size_t draw_hours(char *out, size_t room)
{
    static const char *const days[] = {"mon-fri ", "tue,thu ", "sat ", "mon-sun ", "wed-mon ", ""};
    int from = (int)draw(20);
    return (size_t)snprintf(out, room, "'%s%02d:%02d-%02d:00'", days[draw(COUNT(days))], from,
                            draw(2) == 0 ? 0 : 30, from + 1 + (int)draw((uint32_t)(24 - from)));
}

static void draw_plan(char *out, size_t room)
{
    char hours[128], quiet[64];
    size_t size = draw_hours(hours, sizeof hours);
    if (draw(2) == 0) {
        hours[size++] = ',';
        draw_hours(hours + size, sizeof hours - size);
    }
    draw_hours(quiet, sizeof quiet);
    snprintf(out, room,
             "{'plan':'p','windows':{'phone':[%s]},'quiet':[%s],'on_holiday':'%s','min_gap':'P%uD',"
             "'caps':[{'most':%u,'per':'P%uD'}],'steps':[{'key':'a','kind':'follow-up','anchor':'sale',"
             "'after':'P%uD','channels':['phone']}]}",
             draw(4) == 0 ? "" : hours, draw(2) == 0 ? "" : quiet, ways[draw(COUNT(ways))], draw(6),
             1 + draw(3), 1 + draw(20), draw(40));
}

static void draw_calendar(world *w)
{
    static const uint32_t weekends[] = {1u << 5 | 1u << 6, 1u << 4 | 1u << 5, 1u << 6, 0};
    int32_t first = as__days_from_date((aftersale_date){2026, 1, 1}), day = first;
    size_t count = 0;
    while (count < COUNT(w->holidays)) {
        day += 1 + (int32_t)draw(12);
        w->holidays[count++] = (as__holiday){day, "holiday"};
    }
    w->weekend = (as__weekend){0, weekends[draw(COUNT(weekends))]};
    const as__calendar rows = {.weekends = &w->weekend,
                               .weekend_count = 1,
                               .holidays = w->holidays,
                               .holiday_count = count,
                               .from = first,
                               .until = day + 1};
    cr_assert_eq(as__calendar_make(&rows, &w->s->arena, &w->calendar), AFTERSALE_OK);
    w->calendars.customer = &w->calendar;
    w->s->facts.calendars = &w->calendars;
}

static void draw_recents(world *w, aftersale_time around)
{
    size_t count = draw(COUNT(w->recents));
    int64_t at = around.us + (int64_t)draw(10) * AS__DAY;
    for (size_t i = 0; i < count; i++) {
        at -= (int64_t)draw(72) * AS__HOUR;
        w->recents[i] = (as__recent){.at = {at}, .channel = "phone", .purpose = 1, .enrolment = 99};
    }
    w->s->facts.recents = (as__recents){w->recents, count};
}

static world *draw_world(void)
{
    char plan[700];
    world *w = calloc(1, sizeof *w);
    cr_assert_not_null(w);
    draw_plan(plan, sizeof plan);
    w->s = stage_begin(plan);
    w->way = w->s->plan->steps[0].on_holiday;
    stage_zone(w->s, zones[draw(COUNT(zones))]);
    draw_calendar(w);
    w->s->run.sold = (aftersale_date){2026, (uint8_t)(1 + draw(12)), (uint8_t)(1 + draw(28))};
    w->s->run.sold_time = (aftersale_daytime){1, (uint8_t)draw(24), (uint8_t)draw(60), 0};
    return w;
}

static void free_world(world *w)
{
    stage_end(w->s);
    free(w);
}

static bool lies_in(as__windows windows, as__civil at)
{
    for (size_t i = 0; i < windows.count; i++) {
        const as__hours *hours = &windows.items[i];
        bool is_day = (hours->weekdays >> as__weekday((int32_t)at.day) & 1) != 0;
        if (is_day && at.second >= hours->from && at.second < hours->until)
            return true;
    }
    return false;
}

/* S33 */
static void is_in_hours(const world *w, aftersale_time due)
{
    const as__step *step = &w->s->plan->steps[0];
    as__windows windows = step->channels[0].windows;
    as__civil at = as__civil_of(as__zone_to_civil(w->s->facts.zone, due.us / AS__SECOND));
    cr_assert(windows.count == 0 || lies_in(windows, at));
    cr_assert(!lies_in(step->quiet, at));
}

/* S34 */
static void is_on_working_day(const world *w, aftersale_time due)
{
    as__clock clock = as__clock_of(w->s->facts.zone);
    if (w->way != AS__HOLIDAY_STAYS)
        cr_assert(!as__calendar_is_off(&w->calendar, as__civil_of(as__clock_civil(&clock, due)).day));
}

/* S36: together with those made before, the touch keeps the cap and the gap. */
static void keeps_limits(const world *w, aftersale_time due)
{
    const as__template *plan = w->s->plan;
    as__clock clock = as__clock_of(w->s->facts.zone);
    int32_t within = 0;
    for (size_t i = 0; i < w->s->facts.recents.count; i++) {
        as__moment until = as__moment_of_instant(w->recents[i].at), spaced = until;
        cr_assert(as__moment_add(&until, &clock, &w->calendar, &plan->caps.items[0].per));
        cr_assert(as__moment_add(&spaced, &clock, &w->calendar, &plan->steps[0].min_gap));
        within += as__moment_instant(&until, &clock).us > due.us;
        if (!as__period_is_zero(plan->steps[0].min_gap))
            cr_assert_geq(due.us, as__moment_instant(&spaced, &clock).us);
    }
    cr_assert_lt(within, plan->caps.items[0].most);
}

static void holds(world *w, as__planned planned)
{
    if (planned.state == AFTERSALE_TOUCH_STATE_BLOCKED) {
        cr_assert_eq(planned.bound.us, 0, "no instant");
        return;
    }
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_leq(planned.bound.us, planned.due.us);
    is_in_hours(w, planned.due);
    is_on_working_day(w, planned.due);
    keeps_limits(w, planned.due);
}

/* The rules end, keep what they say, and the date does not hang on the day one asks. */
Test(rules_random, every_date_S35)
{
    seed = 20261122;
    int blocked = 0;
    for (int i = 0; i < TRIALS; i++) {
        world *w = draw_world();
        as__planned planned = stage_planned(w->s, "a");
        draw_recents(w, planned.due);
        planned = stage_planned(w->s, "a");
        holds(w, planned);
        blocked += planned.state == AFTERSALE_TOUCH_STATE_BLOCKED;
        for (int day = -5; day < 60; day += 13) {
            w->s->facts.now.us = planned.due.us + day * AS__DAY;
            as__planned later = stage_planned(w->s, "a");
            cr_assert(later.due.us == planned.due.us && later.state == planned.state, "trial %d, day %d", i,
                      day);
        }
        free_world(w);
    }
    cr_assert_lt(blocked, TRIALS / 5, "most plans leave an instant");
}

/* S34: back never past the instant at which the anchor was recorded. */
Test(rules_random, never_before_recorded_S34)
{
    seed = 5;
    for (int i = 0; i < TRIALS; i++) {
        world *w = draw_world();
        as__planned free_move = stage_planned(w->s, "a");
        w->s->facts.known.sold.us = free_move.due.us + ((int64_t)draw(240) - 120) * AS__HOUR;
        as__planned planned = stage_planned(w->s, "a");
        bool is_back = w->way == AS__HOLIDAY_BACK || w->way == AS__HOLIDAY_NEAREST;
        if (planned.state == AFTERSALE_TOUCH_STATE_PLANNED && planned.due.us < w->s->facts.known.sold.us) {
            /* Then nothing moved it back: it was meant for that time, or moved on to it. */
            w->s->facts.calendars = NULL;
            w->way = AS__HOLIDAY_STAYS;
            as__step *step = (as__step *)(uintptr_t)&w->s->plan->steps[0];
            step->on_holiday = AS__HOLIDAY_STAYS;
            cr_assert_geq(planned.due.us, stage_planned(w->s, "a").due.us, "trial %d", i);
        }
        if (!is_back)
            cr_assert_eq(planned.due.us, free_move.due.us);
        free_world(w);
    }
}

/* S32: the n-th month from the last day of a month is on that day, or on the last of a shorter month. */
Test(rules_random, month_ends_never_drift_S32)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','repeat':{'every':'P1M'}"));
    for (int day = 28; day <= 31; day++) {
        s->run.sold = (aftersale_date){2026, 1, (uint8_t)day};
        as__clock clock = as__clock_of(s->facts.zone);
        for (int32_t n = 1; n <= 120; n++) {
            as__planned planned;
            as__schedule_occurrence(&s->facts, 0, n, &planned, NULL);
            aftersale_date due = as__clock_day(&clock, planned.due);
            int last = as__month_days(due.year, due.month);
            cr_assert_eq(due.day, day < last ? day : last);
            cr_assert_eq(due.month, (n - 1) % 12 + 1);
        }
    }
    stage_end(s);
}

/* S18: over the years the open occurrence never goes back, and its due time never lies far ahead or behind. */
Test(rules_random, open_occurrence_S18)
{
    static const char *const repeats[] = {"{'every':'P1D'}", "{'every':'P1W','on':['mon','fri']}",
                                          "{'every':'P2M'}", "{'every':'P3B'}",
                                          "{'every':'P1M','on':['last fri']}"};
    for (size_t i = 0; i < COUNT(repeats); i++) {
        for (size_t way = 0; way < COUNT(ways); way++) {
            char json[400];
            snprintf(json, sizeof json,
                     "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','on_holiday':'%s',"
                     "'repeat':%s}]}",
                     ways[way], repeats[i]);
            stage *s = stage_begin(json);
            int32_t last = 1;
            for (int day = 0; day < 800; day += 3) {
                s->facts.now.us = instant("2026-11-20T12:00:00Z").us + day * AS__DAY;
                as__planned planned = stage_planned(s, "a");
                cr_assert_geq(planned.occurrence, last, "%s %s", repeats[i], ways[way]);
                last = planned.occurrence;
                as__planned next;
                as__schedule_occurrence(&s->facts, 0, last + 1, &next, NULL);
                cr_assert_gt(next.due.us, s->facts.now.us - 4 * AS__DAY, "%s %s", repeats[i], ways[way]);
                cr_assert_leq(planned.bound.us, planned.due.us);
            }
            stage_end(s);
        }
    }
}
