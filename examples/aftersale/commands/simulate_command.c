/* SPDX-License-Identifier: MIT */
/* simulate: the days pass, and what is due is claimed and done; outcomes are drawn from the seed. */
#include "basics/text_buffer.h"
#include "commands/commands.h"
#include "program/complaint.h"
#include "program/progress.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_US (INT64_C(24) * 3600 * 1000000)
#define EVENING_US (INT64_C(18) * 3600 * 1000000)
#define OUTCOMES 11
#define BLOCKED 0 /* place in the counts of what the gate held back */
#define BATCH 200

/* How often which outcome comes, of a thousand. */
static const struct share {
    int32_t outcome;
    uint64_t permille;
} shares[] = {
    {AFTERSALE_OUTCOME_REACHED, 560},    {AFTERSALE_OUTCOME_NO_ANSWER, 160},
    {AFTERSALE_OUTCOME_DELIGHTED, 120},  {AFTERSALE_OUTCOME_LUKEWARM, 50},
    {AFTERSALE_OUTCOME_PROBLEM, 40},     {AFTERSALE_OUTCOME_CONTACT_LATER, 30},
    {AFTERSALE_OUTCOME_REFUSED, 15},     {AFTERSALE_OUTCOME_OUT_OF_OFFICE, 15},
    {AFTERSALE_OUTCOME_WRONG_PERSON, 5}, {AFTERSALE_OUTCOME_BOUNCED, 5},
};

typedef struct month_counts {
    char month[8];
    int64_t counts[OUTCOMES];
} month_counts;

typedef struct simulation {
    program *all;
    uint64_t state; /* of the numbers drawn */
    month_counts *months;
    size_t month_count;
} simulation;

/* SplitMix64: small, and the same everywhere. */
static uint64_t draw(simulation *run)
{
    uint64_t mixed = run->state += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

static int32_t draw_outcome(simulation *run)
{
    uint64_t at = draw(run) % 1000;
    size_t i = 0;
    while (at >= shares[i].permille)
        at -= shares[i++].permille;
    return shares[i].outcome;
}

static aftersale_date day_after(aftersale_time now, int days)
{
    char text[AFTERSALE_TIME_TEXT];
    aftersale_date date = {0};
    aftersale_time_text((aftersale_time){now.us + days * DAY_US}, text);
    text[sizeof "YYYY-MM-DD" - 1] = '\0';
    (void)aftersale_date_parse(text, &date);
    return date;
}

/* @return the place in the counts; -1: the book failed */
static int make_touch(simulation *run, const aftersale_work *work)
{
    aftersale_book *book = run->all->book;
    const aftersale_touch *touch = aftersale_work_touch(work);
    aftersale_id id = aftersale_touch_id(touch);
    const char *actor = aftersale_touch_owner(touch)[0] == '\0' ? "nobody" : aftersale_touch_owner(touch);
    int32_t outcome = draw_outcome(run);
    aftersale_date later = {0};
    if (outcome == AFTERSALE_OUTCOME_CONTACT_LATER)
        later = day_after(program_now(run->all), 7);
    aftersale_status status =
        aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = actor), NULL);
    if (status == AFTERSALE_BLOCKED || status == AFTERSALE_STATE)
        return BLOCKED;
    if (status == AFTERSALE_OK)
        status = aftersale_touch_done(
            book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = outcome, .later = later), NULL);
    return status == AFTERSALE_OK ? outcome : -1;
}

static month_counts *month_of(simulation *run, aftersale_time now)
{
    char text[AFTERSALE_TIME_TEXT];
    aftersale_time_text(now, text);
    text[sizeof "YYYY-MM" - 1] = '\0';
    if (run->month_count > 0 && strcmp(run->months[run->month_count - 1].month, text) == 0)
        return &run->months[run->month_count - 1];
    run->months = need_room(run->months, run->month_count, sizeof *run->months);
    month_counts *made = &run->months[run->month_count++];
    *made = (month_counts){.counts = {0}};
    memcpy(made->month, text, sizeof made->month);
    return made;
}

/* Makes all that is due now, many in one commit. False: the book failed. */
static bool make_day(simulation *run, int64_t *left)
{
    aftersale_book *book = run->all->book;
    aftersale_cursor *cursor = NULL;
    const aftersale_work *work;
    aftersale_status status = aftersale_worklist(book, NULL, &cursor);
    month_counts *month = month_of(run, program_now(run->all));
    bool is_well = status == AFTERSALE_OK;
    while (is_well && *left != 0 && (status = aftersale_work_next(cursor, &work)) == AFTERSALE_ROW) {
        is_well = aftersale_group_begin(book, AFTERSALE_GROUP_GO_ON) == AFTERSALE_OK;
        for (int i = 0; is_well && status == AFTERSALE_ROW && *left != 0; i++) {
            int place = make_touch(run, work);
            is_well = place >= 0;
            if (is_well)
                month->counts[place]++;
            if (*left > 0)
                --*left;
            if (i + 1 == BATCH || *left == 0)
                break;
            status = aftersale_work_next(cursor, &work);
        }
        is_well = is_well && aftersale_group_commit(book) == AFTERSALE_OK;
    }
    aftersale_cursor_free(cursor);
    return is_well && status >= 0;
}

static void show_months(const simulation *run)
{
    const char *columns[OUTCOMES + 3];
    char words[OUTCOMES][32];
    output shown;
    size_t count = 0;
    columns[count++] = "month";
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        columns[count++] =
            choice_word(AFTERSALE_KIND_TOUCH, AFTERSALE_FIELD_TOUCH_OUTCOME, shares[i].outcome, words[i]);
    columns[count++] = "blocked";
    columns[count] = NULL;
    program_answer(run->all, &shown);
    output_table(&shown, NULL, columns);
    for (size_t i = 0; i < run->month_count; i++) {
        output_text(&shown, run->months[i].month);
        for (size_t j = 0; j < sizeof shares / sizeof *shares; j++)
            output_number(&shown, run->months[i].counts[shares[j].outcome]);
        output_number(&shown, run->months[i].counts[BLOCKED]);
    }
    output_end(&shown);
}

int command_simulate(program *all, const command_line *line)
{
    simulation run = {.all = all, .state = all->seed};
    aftersale_time from, to;
    progress bar;
    int64_t left = option_number(line, "limit", -1);
    if (!program_read_time(all, option_of(line, "from"), &from) ||
        !program_read_time(all, option_of(line, "to"), &to))
        return ENDED_MISUSED;
    bool is_well = true, goes_on = true;
    uint64_t day = 0;
    progress_begin(all, &bar, "days", to.us < from.us ? 0 : (uint64_t)((to.us - from.us) / DAY_US) + 1);
    for (; is_well && goes_on && from.us <= to.us && left != 0; from.us += DAY_US) {
        program_set_clock(all, (aftersale_time){from.us + EVENING_US});
        is_well = make_day(&run, &left);
        goes_on = progress_at(&bar, ++day);
    }
    (void)progress_end(&bar);
    int ended = is_well ? ENDED_WELL : complain_of_book(all);
    if (!goes_on)
        ended = complain(all, ENDED_STOPPED, "simulate", "stopped");
    show_months(&run);
    free(run.months);
    return ended;
}
