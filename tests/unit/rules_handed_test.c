/* SPDX-License-Identifier: MIT */
/* Work handed over in a run: whatever names the owner (S25). */
#include "rules/handed.h"
#include "rules_stage.h"

#define ALL                                                                                                  \
    "{'plan':'p','steps':[{'key':'s','kind':'follow-up','anchor':'sale'},"                                   \
    "{'key':'c','kind':'follow-up','anchor':'sale','owner':'customer'},"                                     \
    "{'key':'u','kind':'follow-up','anchor':'sale','owner':{'user':'ada'}},"                                 \
    "{'key':'r','kind':'follow-up','anchor':'sale','owner':{'role':'office'}}]}"

static bool hand(stage *s, const char *from, const char *to)
{
    bool changed;
    cr_assert_eq(as__hand_over(&s->facts, from, to, &s->arena, &s->run, &changed), AFTERSALE_OK);
    return changed;
}

/* The owners of the steps, one letter each. */
static const char *owners(stage *s)
{
    size_t i;
    for (i = 0; i < s->plan->step_count; i++)
        s->text[i] = as__step_owner(&s->facts, &s->plan->steps[i])[0];
    s->text[i] = '\0';
    return s->text;
}

static stage *begin(void)
{
    stage *s = stage_begin(ALL);
    s->run.seller = "ada";
    s->customer.owner = "cleo";
    return s;
}

Test(rules_handed, all_that_names_the_owner)
{
    stage *s = begin();
    cr_assert_str_eq(owners(s), "acar");
    cr_assert(hand(s, "ada", "ben"));
    cr_assert_str_eq(owners(s), "bcbr");
    cr_assert_str_eq(s->run.seller, "ada", "who sold it is a fact");
    cr_assert_not(hand(s, "ada", "ben"), "twice is once");
    cr_assert_not(hand(s, "zoe", "ben"));
    cr_assert(hand(s, "cleo", "ben"));
    cr_assert(hand(s, "role:office", "dan"));
    cr_assert_str_eq(owners(s), "bbbd");
    stage_end(s);
}

Test(rules_handed, the_owner_of_the_run_is_replaced)
{
    stage *s = begin();
    s->run.owner = "eve";
    cr_assert(hand(s, "eve", "ben"));
    cr_assert_str_eq(s->run.owner, "ben");
    cr_assert_eq(s->run.handed.count, 0, "no more needs to be said");
    stage_end(s);
}

Test(rules_handed, goes_on_and_comes_back)
{
    stage *s = begin();
    hand(s, "ada", "ben");
    cr_assert(hand(s, "ben", "dan"));
    cr_assert_str_eq(owners(s), "dcdr");
    cr_assert_eq(s->run.handed.count, 1);
    cr_assert(hand(s, "dan", "ada"));
    cr_assert_str_eq(owners(s), "acar");
    cr_assert_eq(s->run.handed.count, 0, "as it was");
    cr_assert(hand(s, "ada", "ben"));
    cr_assert_str_eq(owners(s), "bcbr");
    cr_assert_eq(as__hand_back("cleo", &s->arena, &s->run), AFTERSALE_OK);
    cr_assert_str_eq(owners(s), "bcbr");
    cr_assert_eq(as__hand_back("ada", &s->arena, &s->run), AFTERSALE_OK);
    cr_assert_str_eq(owners(s), "acar");
    stage_end(s);
}

/* Two of them handed to one, and on from there. */
Test(rules_handed, from_several_to_one)
{
    stage *s = begin();
    hand(s, "ada", "ben");
    hand(s, "cleo", "ben");
    cr_assert_str_eq(owners(s), "bbbr");
    hand(s, "ben", "cleo");
    cr_assert_str_eq(owners(s), "cccr");
    cr_assert_eq(s->run.handed.count, 1, "cleo has her own again, and what was ada's");
    stage_end(s);
}
