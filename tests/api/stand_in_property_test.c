/* SPDX-License-Identifier: MIT */
/* Absences, fallbacks and roles drawn from a seed: each due touch is seen by exactly those who should see it, and by
 * somebody whenever there is anybody to step in (S25, S76). The model asks everybody; the library walks an index. */
#include "support/trial.h"

#define PEOPLE 7
#define ROLES 3
#define DAYS 12
#define SEEDS 60

typedef struct person {
    char ref[8];
    int fallback; /* PEOPLE: none */
    bool away[DAYS], roles[ROLES];
} person;

static uint64_t state;

static uint32_t draw(uint32_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

static aftersale_date day_of(int i)
{
    return (aftersale_date){2026, 12, (uint8_t)(1 + i)};
}

/* Absences may overlap, touch and be empty of days that are drawn. */
static void put_drawn(person *p, int i)
{
    static const char *const roles[ROLES] = {"r0", "r1", "r2"};
    const char *has[ROLES];
    char fallback[8];
    aftersale_absence absences[3];
    aftersale_actor_put_args args = {.struct_size = sizeof args, .ref = p->ref};
    memset(p->away, 0, sizeof p->away);
    snprintf(p->ref, sizeof p->ref, "p%d", i);
    p->fallback = (int)draw(PEOPLE + 1);
    snprintf(fallback, sizeof fallback, "p%d", p->fallback);
    if (p->fallback < PEOPLE)
        args.fallback = fallback;
    for (size_t role = 0; role < ROLES; role++) {
        p->roles[role] = draw(4) == 0;
        if (p->roles[role])
            has[args.roles.count++] = roles[role];
    }
    args.roles.items = has;
    for (size_t a = 0; a < draw(4); a++) {
        int from = (int)draw(DAYS), until = from + 1 + (int)draw(6);
        absences[args.absences.count++] = (aftersale_absence){day_of(from), day_of(until), NULL};
        for (int day = from; day < until && day < DAYS; day++)
            p->away[day] = true;
    }
    args.absences.items = absences;
    args.absences.item_size = sizeof absences[0];
    MUST(aftersale_actor_put(book, &args, NULL));
}

/* Who steps in for somebody who is away; PEOPLE: nobody. */
static int stand_in(const person *people, int away, int day)
{
    for (int steps = 0; steps < PEOPLE; steps++) {
        away = people[away].fallback;
        if (away == PEOPLE || !people[away].away[day])
            return away;
    }
    return PEOPLE;
}

static bool sees_person(const person *people, int who, int owner, int day)
{
    return who == owner || (people[owner].away[day] && stand_in(people, owner, day) == who);
}

static bool sees_role(const person *people, int who, int role, int day)
{
    bool is_through_another = false;
    if (people[who].roles[role])
        return true;
    for (int i = 0; i < PEOPLE; i++) {
        if (people[i].roles[role] && !people[i].away[day])
            return false;
        is_through_another = is_through_another || (people[i].roles[role] && stand_in(people, i, day) == who);
    }
    return is_through_another;
}

/* Steps of the list as words, each with a blank before and behind. */
static bool holds(const char *list, const char *step)
{
    char words[4096], word[32];
    snprintf(words, sizeof words, " %s ", list);
    snprintf(word, sizeof word, " C:%s ", step);
    return strstr(words, word) != NULL;
}

static void check_touch(const person *people, int owner, int day, const char *const lists[PEOPLE + 2])
{
    bool is_role = owner >= PEOPLE, is_seen_there = false;
    char step[16];
    snprintf(step, sizeof step, "s%d", owner);
    for (int who = 0; who < PEOPLE; who++) {
        bool should =
            is_role ? sees_role(people, who, owner - PEOPLE, day) : sees_person(people, who, owner, day);
        cr_assert_eq(holds(lists[who], step), should, "%s for p%d on day %d: %s", step, who, day, lists[who]);
        is_seen_there = is_seen_there || (should && !people[who].away[day]);
    }
    cr_assert(holds(lists[PEOPLE], step), "everybody's list has all");
    cr_assert_eq(holds(lists[PEOPLE + 1], step), !is_seen_there, "%s on day %d is left: %s", step, day,
                 lists[PEOPLE + 1]);
}

static void check_day(const person *people, int day)
{
    const char *lists[PEOPLE + 2];
    char noon[32];
    snprintf(noon, sizeof noon, "2026-12-%02dT12:00:00Z", day + 1);
    now_is(noon);
    for (int who = 0; who < PEOPLE; who++)
        lists[who] = strdup(work_of(people[who].ref));
    lists[PEOPLE] = strdup(work_of(NULL));
    lists[PEOPLE + 1] = strdup(work_text(AFTERSALE_ARGS(worklist, .flags = AFTERSALE_WORKLIST_LEFT)));
    for (int owner = 0; owner < PEOPLE + ROLES; owner++)
        check_touch(people, owner, day, lists);
    for (size_t i = 0; i < COUNT(lists); i++)
        free((void *)(uintptr_t)lists[i]);
}

static void run_seed(uint64_t seed)
{
    static person people[PEOPLE];
    char plan[2048] = "{'plan':'p','steps':[";
    state = seed;
    for (int owner = 0; owner < PEOPLE + ROLES; owner++) {
        char step[128];
        snprintf(step, sizeof step,
                 "%s{'key':'s%d','kind':'follow-up','anchor':'sale','owner':{'%s':'%c%d'}}",
                 owner == 0 ? "" : ",", owner, owner < PEOPLE ? "user" : "role", owner < PEOPLE ? 'p' : 'r',
                 owner < PEOPLE ? owner : owner - PEOPLE);
        strcat(plan, step);
    }
    publish(strcat(plan, "]}"));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-18", NULL);
    for (int i = 0; i < PEOPLE; i++)
        put_drawn(&people[i], i);
    for (int day = 0; day < DAYS; day++) {
        check_day(people, day);
        if (draw(3) == 0) { /* something becomes known in the middle */
            int changed = (int)draw(PEOPLE);
            MUST(aftersale_actor_put(
                book,
                AFTERSALE_ARGS(
                    actor_put, .ref = people[changed].ref,
                    .clear = {(const int32_t[]){AFTERSALE_FIELD_ACTOR_FALLBACK, AFTERSALE_FIELD_ACTOR_ROLES,
                                                AFTERSALE_FIELD_ACTOR_ABSENCES},
                              3}),
                NULL));
            put_drawn(&people[changed], changed);
        }
    }
}

TRIAL(stand_in_property, each_touch_is_seen_by_those_who_should)
{
    bool in_sqlite = on_trial.file.folder[0] != '\0';
    for (uint64_t seed = 1; seed <= (in_sqlite ? SEEDS / 4 : SEEDS); seed++) {
        trial_end();
        trial_begin(in_sqlite);
        run_seed(seed);
    }
}
