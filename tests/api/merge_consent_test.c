/* SPDX-License-Identifier: MIT */
/* Nothing surfaces against an opt-out, whoever is merged into whom (S13, S65, G14): answers of two customers, at random,
 * who are merged and parted at random, against a plain list of answers. */
#include "support/trial.h"

#define ROUNDS 12
#define MOVES 60
#define PURPOSES 2 /* service, which needs no opt-in, and selling, which does */

typedef struct said {
    int64_t at;
    int who;      /* whose list it stands in */
    bool by_mail; /* else by every channel */
    uint32_t purpose;
    bool yes;
} said;

typedef struct model {
    said all[2 * MOVES];
    size_t count;
    bool are_one;
    int64_t since;
} model;

static const char *const names[] = {"A", "B"};
static const uint32_t purposes[PURPOSES] = {AFTERSALE_PURPOSE_SERVICE, AFTERSALE_PURPOSE_SELLING};
static uint64_t chance;

static uint32_t roll(uint32_t below)
{
    chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(chance >> 33) % below;
}

/* The newest answer that speaks of the purpose; of two of one instant the no; nobody's is the purpose's own. */
static bool model_allows(const model *of, int who, bool by_mail, uint32_t purpose)
{
    const said *newest = NULL;
    for (size_t i = 0; i < of->count; i++) {
        const said *one = &of->all[i];
        if ((!of->are_one && one->who != who) || one->purpose != purpose || (one->by_mail && !by_mail))
            continue;
        if (newest == NULL || one->at > newest->at || (one->at == newest->at && !one->yes))
            newest = one;
    }
    return newest != NULL ? newest->yes : purpose == AFTERSALE_PURPOSE_SERVICE;
}

static void say(model *of, said what)
{
    /* some are told of late; no two at one instant */
    what.at = on_trial.now.us - (roll(4) == 0 ? (int64_t)roll(5) * 1000000 : 0) - (int64_t)of->count;
    MUST(aftersale_consent_set(
        book,
        AFTERSALE_ARGS(consent_set, .customer.ref = names[what.who], .channel = what.by_mail ? "email" : NULL,
                       .purposes = what.purpose, .given = {what.at}, .source = "call",
                       .answer = what.yes ? AFTERSALE_CONSENT_YES : AFTERSALE_CONSENT_NO),
        NULL));
    if (of->are_one)
        what.who = 1;
    of->all[of->count++] = what;
}

/* What was refused since they were one is refused by both; older of one kind than what stands says nothing new. */
static void part(model *of)
{
    size_t count = of->count;
    MUST(aftersale_customer_part(book, AFTERSALE_ARGS(customer_part, .customer.ref = "A"), NULL));
    of->are_one = false;
    for (size_t i = 0; i < count; i++) {
        said own = of->all[i];
        bool stands = own.who == 1 && !own.yes && own.at >= of->since;
        for (size_t j = 0; j < count && stands; j++)
            stands = of->all[j].who != 1 || of->all[j].by_mail != own.by_mail ||
                     of->all[j].purpose != own.purpose || of->all[j].at < own.at ||
                     (of->all[j].at == own.at && j <= i);
        if (!stands)
            continue;
        own.who = 0;
        of->all[of->count++] = own;
    }
}

static void move(model *of)
{
    uint32_t what = roll(5);
    if (what == 0 && of->are_one) {
        part(of);
    } else if (what == 0) {
        MUST(aftersale_customer_merge(
            book, AFTERSALE_ARGS(customer_merge, .customer.ref = "A", .into.ref = "B"), NULL));
        of->are_one = true;
        of->since = on_trial.now.us;
    } else {
        say(of, (said){.who = (int)roll(2),
                       .by_mail = roll(2) == 0,
                       .purpose = purposes[roll(PURPOSES)],
                       .yes = roll(2) == 0});
    }
    on_trial.now.us += 1000000;
}

/* What the list gives of a customer's plan must be what the model allows of its purposes. */
static void check_work(const model *of)
{
    aftersale_cursor *list;
    const aftersale_work *work;
    bool given[2][PURPOSES] = {{false}};
    MUST(aftersale_worklist(book, NULL, &list));
    while (aftersale_work_next(list, &work) == AFTERSALE_ROW) {
        const aftersale_touch *touch = aftersale_work_touch(work);
        const aftersale_enrolment *run;
        MUST(aftersale_enrolment_get(book, aftersale_touch_enrolment(touch), &run));
        given[strcmp(aftersale_enrolment_plan(run), "pa") == 0 ? 0 : 1]
             [aftersale_touch_purpose(touch) == AFTERSALE_PURPOSE_SERVICE ? 0 : 1] = true;
        aftersale_enrolment_free(run);
    }
    aftersale_cursor_free(list);
    for (int who = 0; who < 2; who++)
        for (int p = 0; p < PURPOSES; p++)
            cr_assert_eq(given[who][p], model_allows(of, who, true, purposes[p]), "%s %d", names[who], p);
}

static void check(const model *of)
{
    for (int who = 0; who < 2; who++) {
        for (int p = 0; p < PURPOSES; p++) {
            for (int c = 0; c < 2; c++) {
                int32_t answer, allowed;
                MUST(aftersale_consent_check(book,
                                             AFTERSALE_ARGS(consent_check, .customer.ref = names[who],
                                                            .channel = c == 0 ? "email" : "post",
                                                            .purpose = purposes[p]),
                                             &answer, &allowed));
                cr_assert_eq(allowed, model_allows(of, who, c == 0, purposes[p]), "%s %d %d", names[who], p,
                             c);
            }
        }
    }
    check_work(of);
}

#define MAIL(key, kind) "{'key':'" key "','kind':'" kind "','anchor':'sale','channels':['email']}"

TRIAL(merge_consent, nothing_surfaces_against_an_answer)
{
    for (int round = 0; round < ROUNDS; round++) {
        model of = {.count = 0};
        char name[32];
        chance = (uint64_t)round + 1;
        snprintf(name, sizeof name, "round-%d", round);
        aftersale_book_free(book);
        book = open_book(name);
        publish(PLAN("pa", MAIL("help", "service") "," MAIL("sell", "offer")));
        publish(PLAN("pb", MAIL("help", "service") "," MAIL("sell", "offer")));
        for (int who = 0; who < 2; who++) {
            MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = names[who]), NULL));
            put_sale(names[who], names[who], who == 0 ? "pa" : "pb", "2026-11-18", NULL);
        }
        for (int i = 0; i < MOVES; i++) {
            move(&of);
            check(&of);
        }
        MUST(aftersale_event_verify(book, NULL));
    }
}
