/* SPDX-License-Identifier: MIT */
/** @file advance.h  A run to a time: what time alone changes is entered (S3, S18, S24, S36). */
#ifndef AFTERSALE_ADVANCE_H
#define AFTERSALE_ADVANCE_H
#include "book.h"
AFTERSALE_BEGIN
/** How far, and how much of it in one call; all optional. */
typedef struct aftersale_book_advance_args {
    size_t struct_size; /**< filled in by AFTERSALE_ARGS */
    aftersale_time to;  /**< up to this instant; default now, and no later */
    int32_t most;       /**< plans looked at in one call, 1 to 100,000; default 1,000 */
} aftersale_book_advance_args;
/** What came of one call. */
typedef struct aftersale_advanced {
    size_t struct_size; /**< sizeof of this struct, set by whoever makes it */
    int32_t is_done;    /**< not 0: nothing is left to be done up to that instant */
    uint64_t looked;    /**< plans that were due to be looked at */
    uint64_t missed;    /**< touches whose time was over */
    uint64_t released;  /**< claims that had run out */
    uint64_t resumed;   /**< pauses that had ended */
    uint64_t completed; /**< plans that were through by that */
    uint64_t rebound;   /**< plans gone through after what the book allows had changed */
} aftersale_advanced;
/** Brings a book up to an instant: touches past their last moment, and occurrences whose successor's date has come, become
 *  missed; claims that have run out are let go; pauses end; plans that are through by that complete; what was held back
 *  until a known time stands with what is due again. After a change of what the book allows it also goes through all open
 *  plans and works out their agendas anew. Each of these facts has an event. Worklists are the same without it: they never
 *  show what the gate forbids, but grow slower, and events wait for it.
 *
 *  Call it until it is done, at the time that aftersale_book_next_due() names or once a day; docs/embedding.md. A call looks
 *  at no more than `most` plans, a hundred in one commit, and at none that is not due. Called again, or broken off and
 *  taken up by another process, it does nothing twice; several processes share the work.
 *  @param args NULL: all defaults @param[out] out may be NULL
 *  @return OK, STATE (within a group, or the book is open for reading only), INVALID (`to` lies ahead, `most`), CONFLICT
 *  (others were faster twenty times), or the failure of a store; what was committed before it stays */
AFTERSALE_API aftersale_status aftersale_book_advance(aftersale_book *book, const aftersale_book_advance_args *args,
                                                      aftersale_advanced *out);
AFTERSALE_END
#endif
