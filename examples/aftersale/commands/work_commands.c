/* SPDX-License-Identifier: MIT */
/* worklist, claim, done, release, snooze, agree, handover: a working day. */
#include "commands/commands.h"
#include "commands/touch_output.h"
#include "program/complaint.h"
#include "program/ical_document.h"
#include "program/progress.h"
#include <string.h>

static void add_work(output *shown, const aftersale_work *work)
{
    char due[DUE_TEXT], id[AFTERSALE_ID_TEXT];
    const aftersale_touch *touch = aftersale_work_touch(work);
    const aftersale_sale *sale = aftersale_work_sale(work);
    if (aftersale_work_days_late(work) > 0)
        output_alarm(shown, due_text(touch, due));
    else
        output_text(shown, due_text(touch, due));
    output_number(shown, aftersale_work_days_late(work));
    output_text(shown, aftersale_touch_owner(touch));
    output_text(shown, customer_label(aftersale_work_customer(work)));
    output_text(shown, aftersale_touch_channel(touch));
    output_text(shown, aftersale_work_address(work));
    output_text(shown, sale == NULL ? "" : aftersale_sale_ref(sale));
    output_text(shown, aftersale_work_why(work));
    aftersale_id_text(aftersale_touch_id(touch), id);
    output_text(shown, id);
}

static int show_work(program *all, aftersale_cursor *cursor, int64_t limit)
{
    static const char *const columns[] = {"due",     "late", "owner", "customer", "channel",
                                          "address", "sale", "why",   "touch",    NULL};
    const aftersale_work *work;
    aftersale_status status = AFTERSALE_DONE;
    output shown;
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    for (; limit != 0 && (status = aftersale_work_next(cursor, &work)) == AFTERSALE_ROW; limit--)
        add_work(&shown, work);
    output_end(&shown);
    return status < 0 ? complain_of_book(all) : ENDED_WELL;
}

int command_worklist(program *all, const command_line *line)
{
    aftersale_cursor *cursor = NULL;
    aftersale_time at = {0};
    const char *format = option_of(line, "format");
    if (has_option(line, "at") && !program_read_time(all, option_of(line, "at"), &at))
        return ENDED_MISUSED;
    uint32_t flags = (has_option(line, "overdue") ? AFTERSALE_WORKLIST_OVERDUE : 0u) |
                     (has_option(line, "blocked") ? AFTERSALE_WORKLIST_WITH_BLOCKED : 0u) |
                     (has_option(line, "left") ? AFTERSALE_WORKLIST_LEFT : 0u);
    int32_t order = has_option(line, "by-priority") ? AFTERSALE_ORDER_PRIORITY : AFTERSALE_ORDER_DUE;
    const aftersale_worklist_args *args =
        AFTERSALE_ARGS(worklist, .owner = option_of(line, "owner"), .at = at, .order = order, .flags = flags);
    bool is_calendar = format != NULL && strcmp(format, "ical") == 0;
    if (is_calendar && has_option(line, "limit"))
        return complain_of_usage(all, "--limit", "is not for a calendar");
    if (is_calendar)
        return ical_of_worklist(all, args);
    if (aftersale_worklist(all->book, args, &cursor) != AFTERSALE_OK)
        return complain_of_book(all);
    int ended = show_work(all, cursor, option_number(line, "limit", -1));
    aftersale_cursor_free(cursor);
    return ended;
}

/* What held a touch back, reason by reason. */
static int show_blocked(program *all)
{
    const aftersale_explanation *why = NULL;
    int ended = complain_of_book(all);
    if (aftersale_explain_last(all->book, &why) != AFTERSALE_OK)
        return ended;
    show_reasons(all, why);
    aftersale_explanation_free(why);
    return ended;
}

static void show_claim(program *all, aftersale_id touch, const char *actor)
{
    const char *words = "";
    output shown;
    if (aftersale_touch_text(all->book, AFTERSALE_ARGS(touch_text, .touch = touch), &words) != AFTERSALE_OK)
        words = "";
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field_id(&shown, "touch", touch);
    output_field(&shown, "actor", actor);
    output_field(&shown, "words", words);
    output_end(&shown);
}

int command_claim(program *all, const command_line *line)
{
    aftersale_id touch;
    const char *actor = option_of(line, "actor");
    if (!program_read_id(all, word_of(line, 0), &touch))
        return ENDED_MISUSED;
    aftersale_status status = aftersale_touch_claim(
        all->book,
        AFTERSALE_ARGS(touch_claim, .touch = touch, .actor = actor, .lease = option_of(line, "lease")), NULL);
    if (status == AFTERSALE_BLOCKED)
        return show_blocked(all);
    if (status != AFTERSALE_OK)
        return complain_of_book(all);
    show_claim(all, touch, actor);
    return ENDED_WELL;
}

static void show_done(program *all, const char *outcome, bool is_late, aftersale_id id)
{
    char due[DUE_TEXT];
    const aftersale_touch *next = NULL;
    output shown;
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field(&shown, "outcome", outcome);
    output_field(&shown, "entered", is_late ? "after the claim had run out" : "in time");
    if (aftersale_touch_get(all->book, id, &next) == AFTERSALE_OK) {
        output_field(&shown, "next", aftersale_touch_step(next));
        output_field(&shown, "due", due_text(next, due));
        output_field(&shown, "objective", aftersale_touch_objective(next));
        output_field_id(&shown, "touch", id);
        aftersale_touch_free(next);
    } else {
        output_field(&shown, "next", "");
    }
    output_end(&shown);
}

int command_done(program *all, const command_line *line)
{
    aftersale_id touch, next = {{0}};
    aftersale_date later = {0};
    const char *day = option_of(line, "later"), *outcome = word_of(line, 1);
    int32_t number = choice_number(AFTERSALE_KIND_TOUCH, AFTERSALE_FIELD_TOUCH_OUTCOME, outcome);
    if (!program_read_id(all, word_of(line, 0), &touch))
        return ENDED_MISUSED;
    if (number == 0)
        return complain_of_usage(
            all, outcome,
            "is none of reached, no_answer, wrong_person, contact_later, problem, lukewarm, "
            "delighted, refused, out_of_office, bounced");
    if (day != NULL && !program_read_date(all, day, &later))
        return ENDED_MISUSED;
    if (aftersale_touch_done(all->book,
                             AFTERSALE_ARGS(touch_done, .touch = touch, .outcome = number,
                                            .actor = option_of(line, "actor"),
                                            .channel = option_of(line, "channel"),
                                            .note = option_of(line, "note"), .later = later),
                             &next) != AFTERSALE_OK)
        return complain_of_book(all);
    show_done(all, outcome, aftersale_book_did(all->book) == AFTERSALE_DID_LATE, next);
    return ENDED_WELL;
}

int command_release(program *all, const command_line *line)
{
    aftersale_id touch;
    if (!program_read_id(all, word_of(line, 0), &touch))
        return ENDED_MISUSED;
    if (aftersale_touch_release(
            all->book, AFTERSALE_ARGS(touch_release, .touch = touch, .actor = option_of(line, "actor")),
            NULL) != AFTERSALE_OK)
        return complain_of_book(all);
    return show_touch(all, touch);
}

int command_snooze(program *all, const command_line *line)
{
    aftersale_id touch;
    aftersale_time until;
    if (!program_read_id(all, word_of(line, 0), &touch) ||
        !program_read_time(all, option_of(line, "until"), &until))
        return ENDED_MISUSED;
    if (aftersale_touch_snooze(
            all->book,
            AFTERSALE_ARGS(touch_snooze, .touch = touch, .until = until, .actor = option_of(line, "actor")),
            NULL) != AFTERSALE_OK)
        return complain_of_book(all);
    return show_touch(all, touch);
}

int command_agree(program *all, const command_line *line)
{
    static const int32_t ends[] = {AFTERSALE_FIELD_TOUCH_AGREED};
    const char *time = word_of(line, 1), *with = option_of(line, "with");
    aftersale_touch_agree_args args = {.struct_size = sizeof args,
                                       .place = option_of(line, "place"),
                                       .people = {&with, with != NULL},
                                       .actor = option_of(line, "actor"),
                                       .clear = {ends, has_option(line, "end")}};
    if (!program_read_id(all, word_of(line, 0), &args.touch) ||
        (time != NULL && !program_read_time(all, time, &args.agreed)))
        return ENDED_MISUSED;
    if (aftersale_touch_agree(all->book, &args, NULL) != AFTERSALE_OK)
        return complain_of_book(all);
    return show_touch(all, args.touch);
}

static aftersale_status hand_over_all(program *all, const command_line *line, size_t *handed)
{
    static const aftersale_id none = {{0}};
    aftersale_work_hand_over_next_args args = {.struct_size = sizeof args,
                                               .from = word_of(line, 0),
                                               .to = word_of(line, 1),
                                               .plan = option_of(line, "plan"),
                                               .actor = option_of(line, "actor")};
    aftersale_status status;
    progress bar;
    progress_begin(all, &bar, "customers", 0);
    do {
        size_t count;
        status = aftersale_work_hand_over_next(all->book, &args, &args.after, &count);
        *handed += count;
    } while (status == AFTERSALE_OK && progress_at(&bar, *handed) &&
             memcmp(&args.after, &none, sizeof none) != 0);
    (void)progress_end(&bar);
    bool is_left = memcmp(&args.after, &none, sizeof none) != 0;
    return status == AFTERSALE_OK && is_left ? AFTERSALE_CANCELLED : status;
}

static aftersale_status hand_over_one(program *all, const command_line *line, size_t *handed)
{
    aftersale_work_hand_over_args args = {.struct_size = sizeof args,
                                          .customer.ref = option_of(line, "customer"),
                                          .from = word_of(line, 0),
                                          .to = word_of(line, 1),
                                          .plan = option_of(line, "plan"),
                                          .actor = option_of(line, "actor")};
    aftersale_status status = aftersale_work_hand_over(all->book, &args, NULL);
    *handed = aftersale_book_did(all->book) == AFTERSALE_DID_CHANGE;
    return status;
}

int command_handover(program *all, const command_line *line)
{
    size_t handed = 0;
    int ended = ENDED_WELL;
    output shown;
    aftersale_status status =
        has_option(line, "customer") ? hand_over_one(all, line, &handed) : hand_over_all(all, line, &handed);
    if (status == AFTERSALE_CANCELLED)
        ended = complain(all, ENDED_STOPPED, "handover", "stopped");
    else if (status != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field(&shown, "from", word_of(line, 0));
    output_field(&shown, "to", word_of(line, 1));
    output_field_number(&shown, "customers", (int64_t)handed);
    output_end(&shown);
    return ended;
}
