/* SPDX-License-Identifier: MIT */
#include "rules/run_life.h"
#include "aftersale/enrolment.h"
#include <string.h>

void as__run_take(const as__entered *entered, aftersale_time at, aftersale_enrolment *draft)
{
    draft->steps = (as__list){entered->steps, entered->count};
    if (!entered->ends_plan)
        return;
    draft->state = AFTERSALE_ENROLMENT_ENDED;
    draft->left = AFTERSALE_LEFT_LEFT;
    draft->reason = "outcome";
    draft->ended = at;
}

void as__run_wake(const as__facts *facts, aftersale_enrolment *draft)
{
    aftersale_daytime none = {0, 0, 0, 0};
    if (draft->state != AFTERSALE_ENROLMENT_PAUSED || draft->resume.day == 0 ||
        facts->now.us < as__instant_of(facts->zone, draft->resume, none, facts->day_start).us)
        return;
    draft->state = AFTERSALE_ENROLMENT_ACTIVE;
    draft->paused.us = 0;
    memset(&draft->resume, 0, sizeof draft->resume);
}

void as__run_complete(aftersale_enrolment *draft, aftersale_time at)
{
    if (draft->state != AFTERSALE_ENROLMENT_ACTIVE)
        return;
    draft->state = AFTERSALE_ENROLMENT_COMPLETED;
    draft->left = AFTERSALE_LEFT_FINISHED;
    draft->ended = at;
}

as__facts as__facts_lasting(const as__facts *facts)
{
    as__facts lasting = *facts;
    lasting.limits = NULL;
    lasting.recents = (as__recents){NULL, 0};
    lasting.refused = NULL;
    return lasting;
}

bool as__plan_hangs(const as__facts *facts, const as__planned *planned)
{
    for (size_t i = 0; i < facts->plan->step_count; i++)
        if (as__touch_hangs(facts, &planned[i]))
            return true;
    return false;
}
