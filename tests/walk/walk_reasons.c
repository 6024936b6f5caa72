/* SPDX-License-Identifier: MIT */
#include "walk.h"
#include <string.h>

#define REASON_OFFSET 40

/* The n-th letter is sent n months after the sale: month ends clamp, each from the day of the sale. */
static void hold_to_month(walk_shop *shop, const aftersale_touch *touch, aftersale_time at)
{
    const aftersale_enrolment *run;
    if (aftersale_enrolment_get(shop->book, aftersale_touch_enrolment(touch), &run) != AFTERSALE_OK) {
        walk_broken(shop, touch, "its run is not found");
        return;
    }
    const aftersale_customer *customer = NULL;
    int64_t wanted =
        plain_nine_months_after(aftersale_enrolment_sold(run), aftersale_touch_occurrence(touch));
    if (aftersale_customer_get(shop->book, aftersale_touch_customer(touch), &customer) == AFTERSALE_OK &&
        plain_wall(aftersale_customer_zone(customer), at.us / 1000000) != wanted)
        walk_broken(shop, touch, "not a whole number of months after the sale");
    aftersale_customer_free(customer);
    aftersale_enrolment_free(run);
}

void walk_hold_to_reasons(walk_shop *shop, const aftersale_touch *touch)
{
    const aftersale_explanation *why = NULL;
    bool is_stopped = false, waits = false;
    if (aftersale_explain_touch(shop->book, aftersale_touch_id(touch), &why) != AFTERSALE_OK ||
        aftersale_explanation_count(why) == 0) {
        walk_broken(shop, touch, "nothing explains it");
        return;
    }
    for (size_t i = 0; i < aftersale_explanation_count(why); i++) {
        const aftersale_reason *reason = aftersale_explanation_reason(why, i);
        is_stopped = is_stopped || reason->verdict == AFTERSALE_VERDICT_STOPPED;
        waits = waits || reason->verdict == AFTERSALE_VERDICT_WAITS;
        if (reason->number == REASON_OFFSET && strcmp(aftersale_touch_step(touch), "letter") == 0)
            hold_to_month(shop, touch, reason->after);
    }
    if (aftersale_touch_state(touch) == AFTERSALE_TOUCH_STATE_BLOCKED && !is_stopped)
        walk_broken(shop, touch, "blocked, and no rule stopped it");
    if (aftersale_touch_state(touch) == AFTERSALE_TOUCH_STATE_MISSED && !is_stopped)
        walk_broken(shop, touch, "missed, and no rule says so");
    if (aftersale_touch_state(touch) == AFTERSALE_TOUCH_STATE_WAITING && !waits)
        walk_broken(shop, touch, "it waits, and nothing is missing");
    aftersale_explanation_free(why);
    shop->explained++;
}
