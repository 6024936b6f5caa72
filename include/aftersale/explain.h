/* SPDX-License-Identifier: MIT */
/** @file explain.h  Why? Every decision answers, rule by rule, in the order in which they ran (S6, S35). */
#ifndef AFTERSALE_EXPLAIN_H
#define AFTERSALE_EXPLAIN_H
#include "error.h"
AFTERSALE_BEGIN
/** The rules, in the order in which they run, except the last: HISTORY comes after CALENDAR, OVERLAP after CASE. */
enum {
    AFTERSALE_RULE_STATE = 1,      /**< life of the plan, what happened to the touch */
    AFTERSALE_RULE_CASE = 2,       /**< an open case */
    AFTERSALE_RULE_ANCHOR = 3,     /**< the date it counts from */
    AFTERSALE_RULE_OFFSET = 4,     /**< how far from there */
    AFTERSALE_RULE_CALENDAR = 5,   /**< clamped by what cannot be passed, or by a local time that does not exist */
    AFTERSALE_RULE_WINDOW = 6,     /**< hours of the channel */
    AFTERSALE_RULE_HOLIDAY = 7,    /**< days off */
    AFTERSALE_RULE_CONSENT = 8,    /**< may we, by this channel, for this purpose */
    AFTERSALE_RULE_CAP = 9,        /**< contacts in a period */
    AFTERSALE_RULE_GAP = 10,       /**< time since the last contact */
    AFTERSALE_RULE_NOT_AFTER = 11, /**< the last moment of the step */
    AFTERSALE_RULE_HISTORY = 12,   /**< a retry, a snooze, a day agreed */
    AFTERSALE_RULE_ENROLMENT = 13, /**< an enrolment rule */
    AFTERSALE_RULE_OVERLAP = 14,   /**< a plan that comes first has the same kind, or another made it */
    AFTERSALE_RULE_PAUSE = 15      /**< a pause of the plan */
};
/** A rule's answer. */
enum {
    AFTERSALE_VERDICT_PASSED = 1,  /**< changed nothing */
    AFTERSALE_VERDICT_MOVED = 2,   /**< gave another time */
    AFTERSALE_VERDICT_WAITS = 3,   /**< for something that is missing */
    AFTERSALE_VERDICT_STOPPED = 4  /**< no contact */
};
/** One reason. Borrowed from its explanation. */
typedef struct aftersale_reason {
    size_t struct_size;           /**< sizeof of this struct, as the library knows it */
    int32_t rule;                 /**< AFTERSALE_RULE_… */
    int32_t verdict;              /**< AFTERSALE_VERDICT_… */
    int32_t number;               /**< permanent number, see docs/reasons.md */
    int32_t reserved;             /**< 0 */
    aftersale_time before;        /**< the due time going in; zero: none */
    aftersale_time after;         /**< the due time coming out; zero: none */
    const char *text;             /**< "phone hours are mon-fri 09:00-17:30: moved to 2026-11-23 09:00" */
} aftersale_reason;
/** Explains a touch, past or future: one that was made answers with the reasons that stood then. One that waits for the
 *  step before has a date in lists, which take that as made when it is due; behind what it waits for stand the reasons of
 *  that date. @param[out] out owned @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_explain_touch(aftersale_book *book, aftersale_id touch,
                                                       const aftersale_explanation **out);
/** Explains why an enrolment began: by command, by its product, or by which rule. @param[out] out owned
 *  @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_explain_enrolment(aftersale_book *book, aftersale_id enrolment,
                                                           const aftersale_explanation **out);
/** Explains the BLOCKED that the last command on this book met. @param[out] out owned
 *  @return OK, NOT_FOUND (it met none) */
AFTERSALE_API aftersale_status aftersale_explain_last(aftersale_book *book, const aftersale_explanation **out);
/** How many reasons. */
AFTERSALE_API size_t aftersale_explanation_count(const aftersale_explanation *explanation);
/** The i-th. @return NULL past the end */
AFTERSALE_API const aftersale_reason *aftersale_explanation_reason(const aftersale_explanation *explanation, size_t i);
/** All, a line each. @return borrowed */
AFTERSALE_API const char *aftersale_explanation_text(const aftersale_explanation *explanation);
/** Lets go of it. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_explanation_free(const aftersale_explanation *explanation);
AFTERSALE_END
#endif
