/* SPDX-License-Identifier: MIT */
/** @file preview.h  A customer's whole future to a date, before anything of it has happened (S23).
 *
 * All plans of a customer are played forward from now on, side by side: each touch is made at the moment at which it is
 * due, reaches whom it is meant for, and leads where its plan says. Steps that repeat come again, what counts from a step
 * before follows it, contacts that were made count in caps and gaps, a pause ends on its day, what lapses is missed.
 * Nothing is written. Whoever makes every touch when it is due, with the outcome reached, meets exactly these touches, at
 * these moments, by these channels: the same gate decides.
 *
 * What is due already is made at once, in the order of a worklist, and what somebody has claimed is made by them. A touch
 * that the gate blocks for good, one that waits for a date which nobody knows, and one that lapses are not made and so
 * are no rows: aftersale_touch_list() shows them. What only a command can do is not foreseen: a delivery that becomes
 * known, another consent, a new sale, a plan that is paused. aftersale_simulate() does the same for a whole book, under
 * outcomes of your choice. */
#ifndef AFTERSALE_PREVIEW_H
#define AFTERSALE_PREVIEW_H
#include "touch.h"
AFTERSALE_BEGIN
/** Whose future, and how much of it. */
typedef struct aftersale_preview_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_link customer; /**< required */
    aftersale_time until;    /**< required: what is made before then; no more than 10,000 touches */
    aftersale_time from;     /**< only what is made then or later; what comes before is made all the same. Default: all */
} aftersale_preview_args;
/** The touches that will be made, in the order in which they will; read them with aftersale_touch_next(). A row has the
 *  occurrence, the due time, channel and owner as they will stand then; aftersale_touch_made() is when it is taken to be
 *  made: when it is due, or at once where that has passed. It is planned, or claimed where somebody holds it now.
 *  All is worked out in this call, from what the book holds at that moment.
 *  @param[out] out owned @return OK, NOT_FOUND, INVALID, LIMIT (more touches than that before `until`) */
AFTERSALE_API aftersale_status aftersale_preview(aftersale_book *book, const aftersale_preview_args *args,
                                                 aftersale_cursor **out);
AFTERSALE_END
#endif
