/* SPDX-License-Identifier: MIT */
#include "engine/batch.h"
#include "engine/book_make.h"
#include "engine/command.h"
#include "engine/group.h"
#include "engine/plans.h"

void as__batch_anew(aftersale_book *book)
{
    as__problems_reset(&book->problems);
    as__arena_reset(&book->scratch);
    (void)aftersale_error_set(&book->error, AFTERSALE_OK, 0, NULL);
}

aftersale_status as__batch_command(aftersale_book *book, int32_t number, const void *args, aftersale_id *out)
{
    as__batch_anew(book);
    book->did = AFTERSALE_DID_NOTHING;
    if (as__command_of(number) == NULL)
        return as__fail_field(book, AFTERSALE_INVALID, "command", AS__MESSAGE_NOT_A_CHOICE, NULL);
    return as__command_decide(book, number, args, out);
}

static void forget(aftersale_book *book)
{
    as__unit_reset(book->unit);
    as__plans_forget(book);
    as__noted_clear(book);
}

static bool is_rival(aftersale_status status)
{
    return status == AFTERSALE_CONFLICT || status == AFTERSALE_RETRY || status == AFTERSALE_EXISTS;
}

/* One try, as a group that goes on. @param[out] reached whether it came to the commit */
static aftersale_status try_once(aftersale_book *book, size_t count, as__batch_fn run, void *user,
                                 as__lane_hold *hold, bool *reached, bool *wrote)
{
    aftersale_status status = AFTERSALE_OK;
    forget(book);
    book->in_group = book->group_goes_on = book->in_batch = true;
    book->doomed = AFTERSALE_OK;
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++)
        status = run(user, i);
    book->in_group = book->group_goes_on = book->in_batch = false;
    *reached = status == AFTERSALE_OK;
    *wrote = *reached && book->unit->pending != 0;
    if (!*wrote)
        return status;
    (void)as__lanes_take(hold, book->unit); /* whether it is too late, the store says more exactly */
    return as__unit_write(book, book->unit, as__unit_newest_command(book->unit));
}

aftersale_status as__batch_run(aftersale_book *book, size_t count, as__batch_fn run, void *user, bool *wrote)
{
    as__lane_hold hold = {.of = &book->attached->lanes};
    bool reached = false;
    aftersale_status status = AFTERSALE_OK;
    for (int tries = 0; tries < AS__TRIES; tries++) {
        status = try_once(book, count, run, user, &hold, &reached, wrote);
        if (status != AFTERSALE_RETRY && !(reached && is_rival(status)))
            break;
        as__pause(book, tries);
    }
    as__lanes_leave(&hold);
    if (status != AFTERSALE_OK)
        *wrote = false;
    if (status == AFTERSALE_RETRY || (status != AFTERSALE_OK && reached)) {
        as__batch_anew(book);
        status = as__fail_store(book, book->unit, is_rival(status) ? AFTERSALE_CONFLICT : status);
    }
    forget(book);
    return status;
}
