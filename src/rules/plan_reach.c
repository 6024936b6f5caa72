/* SPDX-License-Identifier: MIT */
#include "aftersale/touch.h"
#include "rules/plan_reader.h"

/* A walk from the steps that come by themselves along all branches. */
typedef struct walk {
    const as__template *plan;
    bool *seen;
    size_t *waiting; /* seen, their branches not yet followed */
    size_t count;
} walk;

static void visit(walk *way, size_t step)
{
    if (way->seen[step])
        return;
    way->seen[step] = true;
    way->waiting[way->count++] = step;
}

/* An outcome after which the touch stays open leads nowhere. */
static bool settles(const as__step *step, int32_t outcome)
{
    return as__branch_of(step, outcome)->action != AS__ACTION_WAIT;
}

static void follow(walk *way, size_t from)
{
    const as__template *plan = way->plan;
    const as__step *step = &plan->steps[from];
    for (int32_t outcome = 1; outcome <= AS__OUTCOME_COUNT; outcome++) {
        const as__branch *branch = as__branch_of(step, outcome);
        bool leads = branch->action == AS__ACTION_JUMP || branch->action == AS__ACTION_OPEN_CASE ||
                     branch->action == AS__ACTION_ESCALATE || branch->action == AS__ACTION_ASK_REFERRAL;
        if (leads)
            visit(way, branch->to);
        if (branch->then == AS__ACTION_JUMP)
            visit(way, branch->then_to);
    }
    for (size_t i = 0; i < plan->step_count; i++) {
        const as__step *other = &plan->steps[i];
        if (other->anchor == AS__ANCHOR_OUTCOME && other->anchor_step == from && other->anchor_outcome != 0 &&
            settles(step, other->anchor_outcome))
            visit(way, i);
    }
}

void as__plan_reach(as__plan_reader *reader, as__template *plan)
{
    walk way = {
        .plan = plan,
        .seen = as__arena_take(reader->scratch, plan->step_count * sizeof(bool)),
        .waiting = as__arena_take(reader->scratch, plan->step_count * sizeof(size_t)),
    };
    plan->warned = as__read_take(reader, plan->step_count, sizeof *plan->warned);
    if (way.seen == NULL || way.waiting == NULL || plan->warned == NULL) {
        reader->failed = true;
        return;
    }
    for (size_t i = 0; i < plan->step_count; i++) {
        if (!plan->steps[i].by_branch)
            visit(&way, i);
    }
    while (way.count > 0)
        follow(&way, way.waiting[--way.count]);
    for (size_t i = 0; i < plan->step_count; i++) {
        if (!way.seen[i])
            plan->warned[plan->warned_count++] = i;
    }
}
