/* SPDX-License-Identifier: MIT */
/* What lies ahead of one customer, contacts being made when they are due (S23). */
#include "aftersale/preview.h"
#include "engine/cursor_step.h"
#include "engine/future.h"
#include "engine/query_args.h"
#include "engine/touch_rows.h"
#include "engine/twins.h"
#include "value/instant.h"

/* When it is taken to be made stands in what happened to it. */
static aftersale_status add_row(aftersale_cursor *cursor, const as__foretold *foretold)
{
    as__planned planned = *foretold->planned;
    as__step_state past = {.made = foretold->at};
    if (planned.past != NULL)
        past = *planned.past;
    past.made = foretold->at;
    planned.past = &past;
    return as__touch_rows_add(cursor, &foretold->run->facts, &planned);
}

static aftersale_status play(aftersale_cursor *cursor, const aftersale_preview_args *args,
                             as__forecast *forecast)
{
    aftersale_date no_day = {0, 0, 0};
    as__foretold next;
    aftersale_status status;
    while ((status = as__forecast_next(forecast, args->until, &next)) == AFTERSALE_ROW) {
        status = next.at.us >= args->from.us ? add_row(cursor, &next) : AFTERSALE_OK;
        if (status == AFTERSALE_OK)
            status = as__forecast_make(forecast, &next, AFTERSALE_OUTCOME_REACHED, no_day);
        if (status != AFTERSALE_OK)
            return status;
    }
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

static aftersale_status fill(aftersale_cursor *cursor, const aftersale_preview_args *args)
{
    aftersale_book *book = cursor->book;
    as__unit *unit = as__cursor_reads(cursor);
    const aftersale_settings *settings;
    const aftersale_customer *customer = NULL;
    const aftersale_event *last;
    as__forecast forecast = {0};
    aftersale_time now;
    aftersale_status status = as__link_customer(book, unit, "customer", args->customer, &customer);
    if (status == AFTERSALE_OK)
        status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__last_of(unit, settings, customer, NULL, &last);
    if (status == AFTERSALE_OK)
        status = as__future_of(book, unit, settings, customer, last, now, &forecast);
    if (status == AFTERSALE_OK)
        status = play(cursor, args, &forecast);
    as__forecast_end(&forecast);
    if (status == AFTERSALE_LIMIT)
        return as__future_too_long(book, customer);
    if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
        status = as__fail_store(book, unit, status);
    return status;
}

static aftersale_status check(aftersale_book *book, const aftersale_preview_args *args)
{
    if (!as__time_given(args->until))
        return as__fail_field(book, AFTERSALE_INVALID, "until", AS__MESSAGE_REQUIRED, NULL);
    if (as__time_given(args->from) && args->from.us >= args->until.us)
        return as__fail_field(book, AFTERSALE_INVALID, "from", AS__MESSAGE_OUT_OF_RANGE,
                              "must be before `until`");
    return AFTERSALE_OK;
}

aftersale_status aftersale_preview(aftersale_book *book, const aftersale_preview_args *args,
                                   aftersale_cursor **out)
{
    aftersale_status status = as__book_enter_to_give(book, out);
    aftersale_preview_args asked;
    aftersale_cursor *cursor = NULL;
    if (status != AFTERSALE_OK)
        return status;
    status = as__query_args_needed(book, args, sizeof asked, &asked);
    if (status == AFTERSALE_OK)
        status = check(book, &asked);
    if (status == AFTERSALE_OK)
        status = as__cursor_new(book, &as__touch_rows_query, sizeof(as__touch_rows), &cursor);
    if (status == AFTERSALE_OK)
        status = fill(cursor, &asked);
    return as__cursor_give(book, status, cursor, out);
}
