/* SPDX-License-Identifier: MIT */
/* Whether a step may use a channel: consent, refused addresses, addresses not valid then (S65, S35). */
#ifndef AS_RULES_CONSENT_RULE_H
#define AS_RULES_CONSENT_RULE_H
#include "rules/reason.h"

/* The answer that stands: the newest, of two of one moment the refusal. NULL: nobody spoke of this purpose. */
const as__answer *as__answer_standing(const as__answer *answers, size_t count, uint64_t person,
                                      const char *channel, int32_t purpose, aftersale_time now);

typedef struct as__gate {
    bool is_open;
    size_t contact;       /* contact point to use; contact count: none is held here */
    aftersale_time opens; /* closed by an answer that ends by itself: when */
    bool is_of_day;       /* an address is valid for a time: another day may have another gate */
} as__gate;
/* `channel` NULL: the step has none. `due` is when it would be used. */
as__gate as__gate_of(const as__facts *facts, const as__step *step, const char *channel, aftersale_time due,
                     const as__why *why);
/* The contact point that a channel would use then; contact count: none. */
size_t as__gate_contact(const as__facts *facts, const as__step *step, const char *channel, aftersale_time due);
/* Whether one of the step's channels from `first` on is open. */
bool as__gate_any(const as__facts *facts, const as__step *step, size_t first, aftersale_time due);
/* When an address begins or ends to be valid next; zero: none does. */
aftersale_time as__gate_next_day(const as__facts *facts);
/* "service", "selling" … */
const char *as__purpose_name(int32_t purpose);
#endif
