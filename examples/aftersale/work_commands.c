/* SPDX-License-Identifier: MIT */
/* worklist, claim, done, release, snooze: a working day. */
#include "commands.h"
#include "touch_output.h"
#include <stdio.h>
#include <stdlib.h>

static void add_work(table *shown, const aftersale_work *work)
{
    char due[DUE_TEXT], id[AFTERSALE_ID_TEXT];
    const aftersale_touch *touch = aftersale_work_touch(work);
    const aftersale_sale *sale = aftersale_work_sale(work);
    table_text(shown, due_text(touch, due));
    table_number(shown, aftersale_work_days_late(work));
    table_text(shown, aftersale_touch_owner(touch));
    table_text(shown, customer_label(aftersale_work_customer(work)));
    table_text(shown, aftersale_touch_channel(touch));
    table_text(shown, aftersale_work_address(work));
    table_text(shown, sale == NULL ? "" : aftersale_sale_ref(sale));
    table_text(shown, aftersale_work_why(work));
    aftersale_id_text(aftersale_touch_id(touch), id);
    table_text(shown, id);
}

static int print_work(program *all, aftersale_cursor *cursor, long limit)
{
    static const char *const columns[] = {"due",     "late", "owner", "customer", "channel",
                                          "address", "sale", "why",   "touch",    NULL};
    const aftersale_work *work;
    aftersale_status status = AFTERSALE_DONE;
    table shown;
    table_begin(&shown, all->format, columns);
    for (; limit != 0 && (status = aftersale_work_next(cursor, &work)) == AFTERSALE_ROW; limit--)
        add_work(&shown, work);
    table_print(&shown);
    return status < 0 ? program_refused(all) : ENDED_WELL;
}

int command_worklist(program *all, const command_line *line)
{
    aftersale_cursor *cursor = NULL;
    aftersale_time at = {0};
    const char *limit = option_of(line, "limit"), *until = option_of(line, "at");
    if (until != NULL && !program_read_time(until, &at))
        return ENDED_MISUSED;
    uint32_t flags = (option_of(line, "overdue") != NULL ? AFTERSALE_WORKLIST_OVERDUE : 0u) |
                     (option_of(line, "blocked") != NULL ? AFTERSALE_WORKLIST_WITH_BLOCKED : 0u);
    int32_t order = option_of(line, "by-priority") != NULL ? AFTERSALE_ORDER_PRIORITY : AFTERSALE_ORDER_DUE;
    if (aftersale_worklist(all->book,
                           AFTERSALE_ARGS(worklist, .owner = option_of(line, "owner"), .at = at,
                                          .order = order, .flags = flags),
                           &cursor) != AFTERSALE_OK)
        return program_refused(all);
    int ended = print_work(all, cursor, limit == NULL ? -1 : strtol(limit, NULL, 10));
    aftersale_cursor_free(cursor);
    return ended;
}

/* What held a touch back, reason by reason. */
static int print_blocked(const program *all)
{
    const aftersale_explanation *why = NULL;
    if (aftersale_explain_last(all->book, &why) != AFTERSALE_OK)
        return program_refused(all);
    fprintf(stderr, "aftersale: the gate said no\n%s\n", aftersale_explanation_text(why));
    aftersale_explanation_free(why);
    return ENDED_REFUSED;
}

int command_claim(program *all, const command_line *line)
{
    aftersale_id touch;
    if (!program_read_id(word_of(line, 0), &touch) || option_of(line, "actor") == NULL)
        return program_misused("claim TOUCH --actor NAME");
    aftersale_status status =
        aftersale_touch_claim(all->book,
                              AFTERSALE_ARGS(touch_claim, .touch = touch, .actor = option_of(line, "actor"),
                                             .lease = option_of(line, "lease")),
                              NULL);
    if (status == AFTERSALE_BLOCKED)
        return print_blocked(all);
    if (status != AFTERSALE_OK)
        return program_refused(all);
    const char *words = "";
    if (aftersale_touch_text(all->book, AFTERSALE_ARGS(touch_text, .touch = touch), &words) == AFTERSALE_OK &&
        words[0] != '\0')
        printf("%s\n", words);
    return ENDED_WELL;
}

static void print_next(program *all, aftersale_id id)
{
    char due[DUE_TEXT];
    const aftersale_touch *next = NULL;
    if (aftersale_touch_get(all->book, id, &next) == AFTERSALE_OK)
        printf("next: %s %s%s%s\n", due_text(next, due), aftersale_touch_step(next),
               aftersale_touch_objective(next)[0] == '\0' ? "" : ": ", aftersale_touch_objective(next));
    else
        puts("next: nothing, the plan is through");
    aftersale_touch_free(next);
}

int command_done(program *all, const command_line *line)
{
    aftersale_id touch, next = {{0}};
    aftersale_date later = {0};
    const char *day = option_of(line, "later");
    int32_t outcome = choice_number(AFTERSALE_KIND_TOUCH, AFTERSALE_FIELD_TOUCH_OUTCOME, word_of(line, 1));
    if (!program_read_id(word_of(line, 0), &touch))
        return ENDED_MISUSED;
    if (outcome == 0 || (day != NULL && aftersale_date_parse(day, &later) != AFTERSALE_OK))
        return program_misused(
            "done TOUCH reached|no_answer|wrong_person|contact_later|problem|lukewarm|delighted|"
            "refused|out_of_office|bounced [--later YYYY-MM-DD]");
    if (aftersale_touch_done(all->book,
                             AFTERSALE_ARGS(touch_done, .touch = touch, .outcome = outcome,
                                            .actor = option_of(line, "actor"),
                                            .channel = option_of(line, "channel"),
                                            .note = option_of(line, "note"), .later = later),
                             &next) != AFTERSALE_OK)
        return program_refused(all);
    if (aftersale_book_did(all->book) == AFTERSALE_DID_LATE)
        puts("entered after the claim had run out");
    print_next(all, next);
    return ENDED_WELL;
}

int command_release(program *all, const command_line *line)
{
    aftersale_id touch;
    if (!program_read_id(word_of(line, 0), &touch) || option_of(line, "actor") == NULL)
        return program_misused("release TOUCH --actor NAME");
    if (aftersale_touch_release(
            all->book, AFTERSALE_ARGS(touch_release, .touch = touch, .actor = option_of(line, "actor")),
            NULL) != AFTERSALE_OK)
        return program_refused(all);
    return ENDED_WELL;
}

int command_snooze(program *all, const command_line *line)
{
    aftersale_id touch;
    aftersale_time until;
    if (option_of(line, "until") == NULL)
        return program_misused("snooze TOUCH --until TIME");
    if (!program_read_id(word_of(line, 0), &touch) || !program_read_time(option_of(line, "until"), &until))
        return ENDED_MISUSED;
    if (aftersale_touch_snooze(
            all->book,
            AFTERSALE_ARGS(touch_snooze, .touch = touch, .until = until, .actor = option_of(line, "actor")),
            NULL) != AFTERSALE_OK)
        return program_refused(all);
    return ENDED_WELL;
}
