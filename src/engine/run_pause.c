/* SPDX-License-Identifier: MIT */
/* A run's pauses, written down (S24). */
#include "aftersale/enrolment.h"
#include "engine/run.h"
#include "rules/pause.h"
#include <string.h>

static aftersale_status close_at(as__command *command, aftersale_time until, aftersale_enrolment *draft)
{
    size_t count = draft->pauses.count;
    as__plan_pause *pauses = as__arena_take(&command->unit->arena, (count + 1) * sizeof *pauses);
    if (pauses == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count != 0)
        memcpy(pauses, draft->pauses.items, count * sizeof *pauses);
    if (draft->paused.us != 0 && until.us > draft->paused.us)
        pauses[count++] = (as__plan_pause){draft->paused, until};
    draft->pauses = (as__list){pauses, count};
    draft->paused.us = 0;
    memset(&draft->resume, 0, sizeof draft->resume);
    return AFTERSALE_OK;
}

/* What a command tells of may have been before, and is never ahead. */
static aftersale_time time_of(const as__command *command)
{
    return command->at.us < command->now.us ? command->at : command->now;
}

aftersale_status as__run_close_pause(as__command *command, aftersale_enrolment *draft)
{
    return close_at(command, time_of(command), draft);
}

/* The instant at which a pause ends by itself; not given: it does not. */
static aftersale_status find_resume(as__command *command, const aftersale_customer *customer,
                                    const aftersale_enrolment *draft, aftersale_time *out)
{
    as__facts facts = {.run = draft, .day_start = command->settings->day_start};
    out->us = 0;
    if (draft->state != AFTERSALE_ENROLMENT_PAUSED || draft->resume.day == 0)
        return AFTERSALE_OK;
    aftersale_status status = as__customer_zone(command->book, customer, command->settings, &facts.zone);
    if (status == AFTERSALE_OK)
        *out = as__pause_resumes(&facts);
    return status;
}

aftersale_status as__run_begin_pause(as__command *command, const aftersale_customer *customer,
                                     aftersale_date resume, aftersale_enrolment *draft)
{
    size_t count = draft->pauses.count;
    aftersale_time resumes;
    draft->state = AFTERSALE_ENROLMENT_PAUSED;
    draft->paused = time_of(command);
    draft->resume = resume;
    /* Pauses follow one another. */
    if (count != 0 && draft->paused.us < AS__ITEMS(as__plan_pause, draft->pauses)[count - 1].until.us)
        draft->paused = AS__ITEMS(as__plan_pause, draft->pauses)[count - 1].until;
    aftersale_status status = find_resume(command, customer, draft, &resumes);
    if (status == AFTERSALE_OK && resumes.us != 0 && resumes.us <= draft->paused.us)
        return as__fail_field(command->book, AFTERSALE_INVALID, "resume", AS__MESSAGE_OUT_OF_RANGE,
                              "must begin after the pause does");
    return status;
}

aftersale_status as__run_end_pause(as__command *command, const aftersale_customer *customer,
                                   aftersale_enrolment *draft)
{
    aftersale_time resumes;
    aftersale_status status = find_resume(command, customer, draft, &resumes);
    if (status != AFTERSALE_OK || resumes.us == 0 || command->now.us < resumes.us)
        return status;
    draft->state = AFTERSALE_ENROLMENT_ACTIVE;
    return close_at(command, resumes, draft);
}
