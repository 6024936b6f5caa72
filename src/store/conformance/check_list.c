/* SPDX-License-Identifier: MIT */
/* Lists: items in their order, and the index over one of them. */
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BOOK AS__TRIAL_BOOK
#define LINES_MAX 1000

static bool put_enrolment(as__trial *trial, uint64_t id, const as__agenda *agenda, size_t count)
{
    aftersale_enrolment draft = {.id = id,
                                 .customer = 1,
                                 .plan = "sale",
                                 .version = 1,
                                 .state = 3,
                                 .run = 1,
                                 .begun = {1},
                                 .agenda = {agenda, count}};
    return as__trial_put(trial, BOOK, AFTERSALE_KIND_ENROLMENT, &draft) &&
           as__model_check_all(trial, trial->store);
}

static void check_entries(as__trial *trial)
{
    const as__agenda both[] = {{"ann", 8, {1000}}, {"bob", 8, {2000}}};
    const as__agenda moved[] = {{"ann", 8, {1000}}, {"cid", 1, {2000}}};
    const as__agenda later[] = {{"cid", 1, {9000}}, {"ann", 8, {500}}, {"ann", 8, {700}}};
    put_enrolment(trial, 1, both, 1);
    put_enrolment(trial, 2, both, 2);
    put_enrolment(trial, 3, both, 2);
    put_enrolment(trial, 2, moved, 2);
    put_enrolment(trial, 3, later, 3);
    put_enrolment(trial, 2, later, 1);
    put_enrolment(trial, 1, NULL, 0);
    put_enrolment(trial, 1, later, 3);
    if (!as__trial_is_fine(trial))
        return;
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_ENROLMENT, 0, 3);
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_remove(&bundle, as__shelf_find(trial, &key));
    as__bundle_must(&bundle, "remove of a record with entries", AFTERSALE_OK, AS__BUNDLE_NONE);
    as__model_check_all(trial, trial->store);
}

/* An owner's part of the agenda, as a worklist asks for it. */
static void check_agenda(as__trial *trial)
{
    static const char *const owners[] = {"ann", "bob", "Ann", "an"};
    for (uint64_t id = 1; id <= 20; id++) {
        as__agenda items[] = {{owners[id % 4], (int32_t)(1 + id % 3), {(int64_t)(id * 7 % 5 + 1) * 100}},
                              {owners[(id + 1) % 4], 2, {(int64_t)id * 50}}};
        if (!put_enrolment(trial, id, items, 2))
            return;
    }
    for (size_t i = 0; i < COUNT(owners); i++) {
        for (int32_t priority = 1; priority <= 3; priority++) {
            aftersale_range range;
            aftersale_range *one = &range;
            as__range_begin(&range, BOOK, AFTERSALE_KIND_ENROLMENT, 1, 5);
            as__range_equal_text(&range, owners[i]);
            as__range_equal_number(&range, priority);
            range.upper = (aftersale_value){.type = AFTERSALE_TYPE_TIME, .as.time = {400}};
            as__model_check(trial, trial->store, &one, 1);
        }
    }
}

static bool put_sale(as__trial *trial, const aftersale_sale_line *lines, size_t count)
{
    aftersale_sale draft = {.id = 1, .ref = "INV-1", .customer = 1, .stage = 4, .lines = {lines, count}};
    return as__trial_put(trial, BOOK, AFTERSALE_KIND_SALE, &draft) &&
           as__model_check_all(trial, trial->store);
}

static void check_items(as__trial *trial)
{
    const aftersale_sale_line lines[] = {
        {.product.ref = "A", .quantity = {6, 0}, .price = {1, "GBP", 3}, .amount = {1, "GBP"}, .specs = ""},
        {.product.ref = "A", .quantity = {6, 0}, .price = {1, "GBP", 3}, .amount = {1, "GBP"}, .specs = ""},
        {.product.ref = "B", .quantity = {15, 1}, .specs = "left-handed"},
        {.product.ref = "", .quantity = {-1, 0}, .returned = {1, 6}},
    };
    const aftersale_sale_line turned[] = {lines[3], lines[2], lines[0]};
    put_sale(trial, NULL, 0);
    put_sale(trial, lines, 2);
    put_sale(trial, lines, 4);
    put_sale(trial, turned, 3);
    put_sale(trial, turned + 1, 1);
    put_sale(trial, NULL, 0);
    put_sale(trial, lines, 1);
}

static void check_many_items(as__trial *trial)
{
    aftersale_sale_line *lines = as__trial_take(trial, LINES_MAX * sizeof *lines);
    char *refs = as__trial_take(trial, LINES_MAX * 8);
    if (lines == NULL || refs == NULL)
        return;
    for (int32_t i = 0; i < LINES_MAX; i++) {
        snprintf(refs + i * 8, 8, "P%d", i % 100);
        lines[i] = (aftersale_sale_line){.product.ref = refs + i * 8, .quantity = {i + 1, 0}};
    }
    put_sale(trial, lines, LINES_MAX);
    put_sale(trial, lines + 1, LINES_MAX - 1);
}

static const as__check checks[] = {
    {"list.entries_move", check_entries},
    {"list.agenda", check_agenda},
    {"list.items", check_items},
    {"list.many_items", check_many_items},
};
const as__checks as__checks_list = {checks, COUNT(checks)};
