/* SPDX-License-Identifier: MIT */
/* The next touches of a list, claimed one by one: rivals meet at the commit of a claim and nowhere else (S29). */
#include "aftersale/worklist.h"
#include "engine/engine.h"
#include "value/period.h"

#define MOST 100

static aftersale_status check(aftersale_book *book, const aftersale_touch_claim_next_args *args,
                              const aftersale_id *out, size_t most, const size_t *count)
{
    as__period lease; /* looked at even when there is nothing to claim */
    if (args == NULL || count == NULL || (out == NULL && most != 0))
        return as__fail_field(book, AFTERSALE_INVALID, args == NULL ? "args" : "out", AS__MESSAGE_REQUIRED,
                              NULL);
    if (args->struct_size != sizeof *args)
        return as__fail(book, AFTERSALE_ABI, AS__MESSAGE_ABI, NULL);
    if (args->actor == NULL || args->actor[0] == '\0')
        return as__fail_field(book, AFTERSALE_INVALID, "actor", AS__MESSAGE_REQUIRED, NULL);
    if (most == 0 || most > MOST)
        return as__fail_field(book, AFTERSALE_INVALID, "most", AS__MESSAGE_OUT_OF_RANGE, "must be 1 to 100");
    if (args->lease != NULL && !as__period_parse(args->lease, &lease))
        return as__fail_field(book, AFTERSALE_INVALID, "lease", AS__MESSAGE_NOT_A_PERIOD, NULL);
    if (book->in_group)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_STATE,
                        "claims what others may take: not in a group");
    return AFTERSALE_OK;
}

/* Somebody was faster, or the list is older than what has happened since. */
static bool is_passed_over(aftersale_status status)
{
    return status == AFTERSALE_CONFLICT || status == AFTERSALE_STATE || status == AFTERSALE_BLOCKED ||
           status == AFTERSALE_NOT_FOUND;
}

static aftersale_status claim_from(aftersale_book *book, const aftersale_touch_claim_next_args *args,
                                   aftersale_cursor *list, aftersale_id *out, size_t most, size_t *count)
{
    const aftersale_work *work;
    aftersale_status status = AFTERSALE_ROW;
    while (*count < most && (status = aftersale_work_next(list, &work)) == AFTERSALE_ROW) {
        const aftersale_touch *touch = aftersale_work_touch(work);
        aftersale_id id = aftersale_touch_id(touch);
        if (aftersale_touch_state(touch) == AFTERSALE_TOUCH_STATE_CLAIMED)
            continue;
        status = aftersale_touch_claim(
            book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = args->actor, .lease = args->lease), NULL);
        if (status == AFTERSALE_OK)
            out[(*count)++] = id;
        else if (!is_passed_over(status))
            return status;
    }
    return status < 0 ? status : AFTERSALE_OK;
}

aftersale_status aftersale_touch_claim_next(aftersale_book *book, const aftersale_touch_claim_next_args *args,
                                            aftersale_id *out, size_t most, size_t *count)
{
    aftersale_cursor *list;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    if (count != NULL)
        *count = 0;
    status = check(book, args, out, most, count);
    as__book_leave(book);
    if (status == AFTERSALE_OK)
        status = aftersale_worklist(book,
                                    AFTERSALE_ARGS(worklist,
                                                   .owner = args->owner != NULL ? args->owner : args->actor,
                                                   .order = args->order),
                                    &list);
    if (status != AFTERSALE_OK)
        return status;
    status = claim_from(book, args, list, out, most, count);
    aftersale_cursor_free(list);
    return status;
}
