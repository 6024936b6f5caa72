/* SPDX-License-Identifier: MIT */
/** @file worklist.h  What is to be done now, by whom, and why (S29). */
#ifndef AFTERSALE_WORKLIST_H
#define AFTERSALE_WORKLIST_H
#include "touch.h"
AFTERSALE_BEGIN
/** Order of a worklist. */
enum {
    AFTERSALE_ORDER_DUE = 1,     /**< due, priority, id */
    AFTERSALE_ORDER_PRIORITY = 2 /**< priority class, due, id */
};
/** Flags of a worklist. */
enum {
    AFTERSALE_WORKLIST_WITH_BLOCKED = 1u, /**< also what the gate holds back, with its reason */
    AFTERSALE_WORKLIST_OVERDUE = 2u,      /**< only what was due before today, the oldest first */
    AFTERSALE_WORKLIST_LEFT = 4u          /**< only what nobody who is there sees: of owners who are away and for whom
                                           *   nobody steps in, of roles that nobody there has, and without an owner;
                                           *   not together with an owner */
};
/** Which work. */
typedef struct aftersale_worklist_args {
    size_t struct_size;   /**< filled in by AFTERSALE_ARGS */
    const char *owner;    /**< default: everybody's; an owner also sees the work of those for whom they step in */
    aftersale_time at;    /**< due by then; default: now */
    int32_t order;        /**< AFTERSALE_ORDER_…; default AFTERSALE_ORDER_DUE */
    uint32_t flags;       /**< AFTERSALE_WORKLIST_… */
    const char *bookmark; /**< go on from here, in another process too */
} aftersale_worklist_args;
/** The worklist, computed as you take rows: ask for one or a thousand. What is claimed is in it for the
 *  owner who holds it alone; without an owner nothing that is claimed is.
 *
 *  Whoever is away that day (a day of the book) keeps their work; beside them it is seen by the first who is there along
 *  their fallbacks, and by nobody else when the fallbacks end or go round. The work of a role is seen by all who have it,
 *  and by those who step in for them once all of them are away. Nothing is written for that: it ends with the absence, and
 *  an absence that becomes known late counts at once (S25, S76).
 *  @param args NULL: everybody's, now @param[out] out owned @return OK, INVALID */
AFTERSALE_API aftersale_status aftersale_worklist(aftersale_book *book, const aftersale_worklist_args *args,
                                                  aftersale_cursor **out);
/** Next row. @param[out] out borrowed until the next step @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_work_next(aftersale_cursor *cursor, const aftersale_work **out);
/** The touch; borrowed from the row. Any thread. */
AFTERSALE_API const aftersale_touch *aftersale_work_touch(const aftersale_work *work);
/** With whom; borrowed from the row. Any thread. */
AFTERSALE_API const aftersale_customer *aftersale_work_customer(const aftersale_work *work);
/** About which sale, or NULL, borrowed from the row. Any thread. */
AFTERSALE_API const aftersale_sale *aftersale_work_sale(const aftersale_work *work);
/** Number or address for the touch's channel; "": not held here. Any thread. */
AFTERSALE_API const char *aftersale_work_address(const aftersale_work *work);
/** Days since it was due in the customer's zone; 0: today, or later. Any thread. */
AFTERSALE_API int32_t aftersale_work_days_late(const aftersale_work *work);
/** One sentence: why now. Any thread. */
AFTERSALE_API const char *aftersale_work_why(const aftersale_work *work);
/** When a touch last reached them; zero: never. Any thread. */
AFTERSALE_API aftersale_time aftersale_work_last_contact(const aftersale_work *work);
/** Open goals of the customer. Any thread. */
AFTERSALE_API int32_t aftersale_work_goal_count(const aftersale_work *work);
/** Words of the i-th open goal. Any thread. @return NULL past the end; borrowed from the row */
AFTERSALE_API const char *aftersale_work_goal_at(const aftersale_work *work, int32_t i);
/** Open cases of the customer in all their plans, that of the touch first; up to 16. Any thread. */
AFTERSALE_API int32_t aftersale_work_case_count(const aftersale_work *work);
/** The touch that stands for the i-th open case. Any thread. @return zero past the end */
AFTERSALE_API aftersale_id aftersale_work_case_at(const aftersale_work *work, int32_t i);
/** The owner, or "role:…", for whom whoever asked steps in; "": it is their own work. Any thread.
 *  @return borrowed from the row */
AFTERSALE_API const char *aftersale_work_instead_of(const aftersale_work *work);
/** Arguments of aftersale_touch_claim_next(). */
typedef struct aftersale_touch_claim_next_args {
    size_t struct_size; /**< filled in by AFTERSALE_ARGS */
    const char *actor;  /**< required: who is about to make them */
    const char *owner;  /**< whose worklist; default: the actor's own */
    int32_t order;      /**< AFTERSALE_ORDER_…; default AFTERSALE_ORDER_DUE */
    const char *lease;  /**< how long, ISO 8601, at most "P1D"; default "PT15M" */
} aftersale_touch_claim_next_args;
/** Claims the next touches of an owner's worklist, each in a commit of its own, as aftersale_touch_claim() does (S29).
 *  Several who share a list need not wait for one another: what somebody else was faster to take, or what cannot be
 *  made any more, is passed over. What the actor holds already is not given again.
 *  @param[out] out room for `most` ids, of which the first `*count` are filled, in the order of the list
 *  @param most 1 to 100 @param[out] count 0: nothing is left to claim; on a failure what was claimed before it stays so
 *  @return OK, INVALID, STATE (within a group), or the failure of a store */
AFTERSALE_API aftersale_status aftersale_touch_claim_next(aftersale_book *book,
                                                          const aftersale_touch_claim_next_args *args,
                                                          aftersale_id *out, size_t most, size_t *count);
/** Arguments of aftersale_work_hand_over(). */
typedef struct aftersale_work_hand_over_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< required */
    const char *from;        /**< required: whose work it is, an actor's ref or "role:…" */
    const char *to;          /**< required: whose it becomes; somebody else */
    const char *plan;        /**< only in runs of this plan, by key; default: in all, and the customer too */
    const char *actor;       /**< who decided it */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_work_hand_over_args;
/** Reassigns what one customer's open plans have for an owner, and, unless a plan is named, the customer, if that is who
 *  looks after them. It covers whatever names the owner: the enrolment, who sold it, who looks after the customer, and a
 *  step of the template that names a user. What was made keeps who made it, a claim stands until it runs out, a sale keeps
 *  who sold it. Handed on, all of it goes on; handed back, it is as before; a customer who is given to somebody again
 *  (aftersale_customer_put()) has them for their own steps again (S25).
 *
 *  Plans that begin later name owners anew. For somebody who has left, give them a fallback and an absence without an end:
 *  then what still names them is seen by whoever steps in.
 *  @param[out] out the customer's id, may be NULL
 *  @return OK (also when nothing is with `from`: nothing is done), NOT_FOUND (customer, plan), INVALID */
AFTERSALE_API aftersale_status aftersale_work_hand_over(aftersale_book *book,
                                                        const aftersale_work_hand_over_args *args,
                                                        aftersale_id *out);
/** Arguments of aftersale_work_hand_over_next(). */
typedef struct aftersale_work_hand_over_next_args {
    size_t struct_size; /**< filled in by AFTERSALE_ARGS */
    const char *from;   /**< required: as above */
    const char *to;     /**< required: as above */
    const char *plan;   /**< as above */
    const char *actor;  /**< as above */
    aftersale_id after; /**< go on behind this customer; default: from the first */
    int32_t most;       /**< customers to look at, up to 1000; default 100 */
} aftersale_work_hand_over_next_args;
/** Does that for the next customers of the book, each in a commit of its own; call it until `next` is zero. `next` is
 *  the place to go on from, in another process too. Calling it again from anywhere changes nothing twice, and several
 *  may do it at once.
 *  @param[out] next the customer to go on behind; zero: there is none left. After a failure, the last that went well
 *  @param[out] count how many had work handed over by this call; may be NULL
 *  @return OK, NOT_FOUND (plan), INVALID, STATE (within a group), or the failure of a store */
AFTERSALE_API aftersale_status aftersale_work_hand_over_next(aftersale_book *book,
                                                             const aftersale_work_hand_over_next_args *args,
                                                             aftersale_id *next, size_t *count);
AFTERSALE_END
#endif
