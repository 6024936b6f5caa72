/* SPDX-License-Identifier: MIT */
/* Rules with a defect, in whose place the linker puts them. A program with one of them has to be found out (G14). */
#ifndef MUTANTS_H
#define MUTANTS_H
#include "rules/cap.h"
#include "rules/consent_rule.h"
#include "rules/window.h"

as__gate __real_as__gate_of(const as__facts *facts, const as__step *step, const char *channel, aftersale_time due,
                            const as__why *why);
/* Consent is not asked for. */
as__gate __wrap_as__gate_of(const as__facts *facts, const as__step *step, const char *channel, aftersale_time due,
                            const as__why *why);
/* Caps hold nothing. */
bool __wrap_as__cap_next(const as__cap *cap, const as__wanted *wanted, aftersale_time *time);
/* Every day is a working day. */
bool __wrap_as__is_day_off(as__days_off days, int64_t day);
/* Every hour is open. */
bool __wrap_as__window_next(as__windows windows, const as__quiet *quiet, as__clock *clock, aftersale_time *time);
#endif
