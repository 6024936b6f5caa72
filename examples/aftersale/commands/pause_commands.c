/* SPDX-License-Identifier: MIT */
/* pause, resume: a plan keeps its place for a while, and goes on. */
#include "commands/commands.h"
#include "commands/touch_output.h"
#include "program/complaint.h"
#include <stdlib.h>
#include <string.h>

/* What the move did to touches; what it did to the plan is in its record. */
static void show_effects(program *all, output *shown, const aftersale_effect *effects, size_t count)
{
    static const char *const columns[] = {"what", "before", "after", "plan", "step", "touch", NULL};
    static const char *const words[] = {"", "planned", "moved", "cancelled"};
    output_table(shown, "touches", columns);
    for (size_t i = 0; i < count; i++) {
        const aftersale_touch *touch = NULL;
        char id[AFTERSALE_ID_TEXT];
        if (effects[i].what > AFTERSALE_EFFECT_CANCELLED)
            continue;
        bool is_known = aftersale_touch_get(all->book, effects[i].subject, &touch) == AFTERSALE_OK;
        output_text(shown, words[effects[i].what]);
        output_time(shown, effects[i].before);
        output_time(shown, effects[i].after);
        output_text(shown, is_known ? aftersale_touch_plan(touch) : "");
        output_text(shown, is_known ? aftersale_touch_step(touch) : "");
        aftersale_id_text(effects[i].subject, id);
        output_text(shown, id);
        aftersale_touch_free(touch);
    }
}

/* The effects of the last command, which the next call on the book would take away; to be freed. False: it failed. */
static bool take_effects(program *all, aftersale_effect **out, size_t *count)
{
    const aftersale_effect *const *effects;
    if (aftersale_book_effects(all->book, &effects, count) != AFTERSALE_OK)
        return false;
    *out = need_memory(NULL, (*count + 1) * sizeof **out);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = *effects[i];
    return true;
}

static int move(program *all, const aftersale_plan_move_args *args)
{
    const aftersale_enrolment *run = NULL;
    aftersale_effect *effects;
    size_t count;
    char state[32], resume[16];
    output shown;
    if (aftersale_plan_move(all->book, args, NULL) != AFTERSALE_OK || !take_effects(all, &effects, &count))
        return complain_of_book(all);
    if (aftersale_enrolment_get(all->book, args->enrolment.id, &run) != AFTERSALE_OK) {
        free(effects);
        return complain_of_book(all);
    }
    program_answer(all, &shown);
    output_record(&shown, "enrolment");
    output_field(&shown, "plan", aftersale_enrolment_plan(run));
    output_field(&shown, "state",
                 choice_word(AFTERSALE_KIND_ENROLMENT, AFTERSALE_FIELD_ENROLMENT_STATE,
                             aftersale_enrolment_state(run), state));
    if (aftersale_enrolment_resume(run).day != 0)
        output_field(&shown, "until", date_text(aftersale_enrolment_resume(run), resume));
    show_effects(all, &shown, effects, count);
    output_end(&shown);
    aftersale_enrolment_free(run);
    free(effects);
    return ENDED_WELL;
}

int command_pause(program *all, const command_line *line)
{
    aftersale_plan_move_args args = {.struct_size = sizeof args, .state = AFTERSALE_ENROLMENT_PAUSED};
    const char *until = option_of(line, "until");
    if (!program_read_id(all, word_of(line, 0), &args.enrolment.id) ||
        (until != NULL && !program_read_date(all, until, &args.resume)))
        return ENDED_MISUSED;
    return move(all, &args);
}

int command_resume(program *all, const command_line *line)
{
    aftersale_plan_move_args args = {.struct_size = sizeof args, .state = AFTERSALE_ENROLMENT_ACTIVE};
    return program_read_id(all, word_of(line, 0), &args.enrolment.id) ? move(all, &args) : ENDED_MISUSED;
}
