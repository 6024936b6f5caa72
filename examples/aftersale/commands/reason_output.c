/* SPDX-License-Identifier: MIT */
/* Explanations, a reason a row. */
#include "commands/touch_output.h"

static const char *word_at(const char *const *words, int32_t count, int32_t i)
{
    return i > 0 && i <= count ? words[i - 1] : "";
}

void show_reasons(program *all, const aftersale_explanation *why)
{
    static const char *const columns[] = {"rule", "verdict", "number", "reason", NULL};
    static const char *const rules[] = {"state",     "case",    "anchor",    "offset",  "calendar",
                                        "window",    "holiday", "consent",   "cap",     "gap",
                                        "not_after", "history", "enrolment", "overlap", "pause"};
    _Static_assert(sizeof rules / sizeof *rules == AFTERSALE_RULE_PAUSE, "every rule has its word");
    static const char *const verdicts[] = {"passed", "moved", "waits", "stopped"};
    output shown;
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    for (size_t i = 0; i < aftersale_explanation_count(why); i++) {
        const aftersale_reason *reason = aftersale_explanation_reason(why, i);
        output_text(&shown, word_at(rules, sizeof rules / sizeof *rules, reason->rule));
        output_text(&shown, word_at(verdicts, sizeof verdicts / sizeof *verdicts, reason->verdict));
        output_number(&shown, reason->number);
        output_text(&shown, reason->text);
    }
    output_end(&shown);
}
