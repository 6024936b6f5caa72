/* SPDX-License-Identifier: MIT */
/* The written plan handed over, and seen (S28). */
#include "engine/sheet_source.h"
#include <string.h>

#define AGAIN_MAX 100 /* as sheet.def says */

static aftersale_status begin_share(as__command *command, aftersale_link enrolment, as__sheet_source *from)
{
    *from = (as__sheet_source){.book = command->book, .unit = command->unit, .settings = command->settings};
    return as__sheet_find(from, enrolment, command->now);
}

static aftersale_status end_share(as__command *command, const as__sheet_source *from, int32_t type,
                                  uint64_t share, aftersale_enrolment *draft)
{
    aftersale_event event;
    aftersale_status status =
        as__event_begin(command, AFTERSALE_KIND_CUSTOMER, from->run->customer, type, &event);
    if (status == AFTERSALE_OK && draft != NULL)
        status = as__run_put(command, from->run, draft, from->customer, from->customer, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = share;
    command->out = as__id_make(command->book->tenant->book, share);
    command->did = draft != NULL ? AFTERSALE_DID_MAKE : AFTERSALE_DID_CHANGE;
    return as__event_put(command, &event);
}

/* The same version in other hands. */
static aftersale_status share_again(as__command *command, const as__sheet_source *from)
{
    const aftersale_sheet_share_args *args = command->args;
    const as__share *before = from->shared->again.items;
    size_t count = from->shared->again.count;
    as__shared_sheet draft = *from->shared;
    as__share *again = as__arena_take(&command->unit->arena, (count + 1) * sizeof *again);
    if (again == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count == AGAIN_MAX)
        return as__fail_field(command->book, AFTERSALE_LIMIT, "enrolment", AS__MESSAGE_LIMIT,
                              "was shared too often in this version");
    if (count != 0)
        memcpy(again, before, count * sizeof *again);
    again[count] = (as__share){.shared = command->at,
                               .shared_with = args->with,
                               .language = as__sheet_language(from, args->language)};
    draft.again = (as__list){again, count + 1};
    aftersale_status status = as__unit_put(command->unit, AFTERSALE_KIND_SHEET, &draft, NULL);
    return status == AFTERSALE_OK ? end_share(command, from, AS__EVENT_SHEET_SHARED, draft.id, NULL) : status;
}

aftersale_status as__do_sheet_share(as__command *command)
{
    const aftersale_sheet_share_args *args = command->args;
    as__sheet_source from;
    as__shared_sheet share;
    aftersale_enrolment draft;
    aftersale_status status = begin_share(command, args->enrolment, &from);
    memset(&share, 0, sizeof share);
    if (status == AFTERSALE_OK)
        status = as__sheet_list(&from, &share.promises);
    if (status != AFTERSALE_OK)
        return status;
    if (as__sheet_is_same(&from, &share.promises))
        return share_again(command, &from);
    draft = *from.run;
    draft.share = from.run->share + 1;
    share.id = as__sheet_share_id(command->book, from.run->id, draft.share);
    share.enrolment = from.run->id;
    share.customer = from.run->customer;
    share.version = draft.share;
    share.language = as__sheet_language(&from, args->language);
    share.shared = command->at;
    share.shared_with = args->with;
    status = as__unit_put(command->unit, AFTERSALE_KIND_SHEET, &share, NULL);
    return status == AFTERSALE_OK ? end_share(command, &from, AS__EVENT_SHEET_SHARED, share.id, &draft)
                                  : status;
}

aftersale_status as__do_sheet_acknowledge(as__command *command)
{
    const aftersale_sheet_acknowledge_args *args = command->args;
    as__sheet_source from;
    const aftersale_record *record;
    as__shared_sheet share;
    int32_t version;
    aftersale_status status = begin_share(command, args->enrolment, &from);
    if (status != AFTERSALE_OK)
        return status;
    version = args->version != 0 ? args->version : from.run->share;
    status = as__record_of(command->book, command->unit, AFTERSALE_KIND_SHEET,
                           as__sheet_share_id(command->book, from.run->id, version), &record);
    if (status == AFTERSALE_NOT_FOUND)
        return as__fail_field(command->book, status, "version", AS__MESSAGE_NOT_FOUND, "was never shared");
    if (status != AFTERSALE_OK)
        return status;
    share = *(const as__shared_sheet *)record;
    command->out = as__id_make(command->book->tenant->book, share.id);
    if (share.acknowledged.us != 0)
        return AFTERSALE_OK;
    share.acknowledged = command->at;
    status = as__unit_put(command->unit, AFTERSALE_KIND_SHEET, &share, NULL);
    return status == AFTERSALE_OK ? end_share(command, &from, AS__EVENT_SHEET_ACKNOWLEDGED, share.id, NULL)
                                  : status;
}
