/* SPDX-License-Identifier: MIT */
#include "rules/run_life.h"
#include "aftersale/enrolment.h"
#include "rules/pause.h"

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

void as__run_complete(const as__facts *facts, aftersale_enrolment *draft, aftersale_time at)
{
    aftersale_time resumes = as__pause_resumes(facts);
    bool is_awake = as__time_given(resumes) && facts->now.us >= resumes.us;
    if (draft->state != AFTERSALE_ENROLMENT_ACTIVE && !is_awake)
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
