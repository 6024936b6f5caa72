/* SPDX-License-Identifier: MIT */
#include "engine/book_make.h"
#include "engine/command.h"
#include "value/text.h"
#include <string.h>

static aftersale_status check(aftersale_book *book, const aftersale_settings *settings)
{
    const as__zone *zone;
    aftersale_status status = as__customer_zone(book, NULL, settings, &zone);
    if (status == AFTERSALE_NO_MEMORY)
        return as__fail(book, status, AS__MESSAGE_NO_MEMORY, NULL);
    if (status != AFTERSALE_OK)
        return status;
    if (!as__language_valid(settings->language))
        return as__fail_field(book, AFTERSALE_INVALID, "language", AS__MESSAGE_NOT_A_LANGUAGE, NULL);
    if (settings->currency != NULL && !as__currency_valid(settings->currency))
        return as__fail_field(book, AFTERSALE_INVALID, "currency", AS__MESSAGE_NOT_A_CURRENCY, NULL);
    if (settings->presume < 1 || settings->presume > AFTERSALE_PURPOSE_NONE)
        return as__fail_field(book, AFTERSALE_INVALID, "presume", AS__MESSAGE_NOT_A_CHOICE, NULL);
    return AFTERSALE_OK;
}

aftersale_status as__book_make(aftersale_book *book, const aftersale_book_open_args *args)
{
    aftersale_settings settings;
    as__command command = {.book = book, .unit = book->unit};
    aftersale_event event;
    aftersale_status status;
    memset(&settings, 0, sizeof settings);
    settings.id = AS__BOOK_ROOT;
    settings.name = args->name;
    settings.zone = args->zone != NULL ? args->zone : "UTC";
    settings.language = args->language != NULL ? args->language : "en";
    settings.currency = args->currency;
    settings.presume = args->presume != 0 ? (int32_t)args->presume : AFTERSALE_PURPOSE_SERVICE;
    status = check(book, &settings);
    if (status == AFTERSALE_OK)
        status = as__command_draw(&command);
    if (status == AFTERSALE_OK)
        status = as__context_random(book->context, settings.secret.bytes, sizeof settings.secret.bytes);
    if (status != AFTERSALE_OK)
        return book->error.status != AFTERSALE_OK ? status
                                                  : as__fail(book, status, AS__MESSAGE_CALLBACK, NULL);
    settings.created = command.now;
    status = as__unit_put(book->unit, AFTERSALE_KIND_SETTINGS, &settings, NULL);
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(&command, AFTERSALE_KIND_SETTINGS, AS__BOOK_ROOT, AS__EVENT_BOOK_CREATED, &event);
    if (status == AFTERSALE_OK)
        status = as__event_put(&command, &event);
    if (status == AFTERSALE_OK)
        status = as__unit_commit(book->unit);
    if (status != AFTERSALE_OK && status != AFTERSALE_CONFLICT)
        (void)as__fail_store(book, book->unit, status);
    as__unit_reset(book->unit);
    return status;
}
