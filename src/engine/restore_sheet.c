/* SPDX-License-Identifier: MIT */
/* Shared versions of written plans (S28, S70). */
#include "engine/restore_work.h"
#include "engine/sheet_source.h"

aftersale_status as__restore_sheet(as__restoring *work)
{
    static const char *const beside[] = {NULL};
    as__command *command = &work->command;
    const aftersale_record *record;
    as__shared_sheet draft;
    aftersale_enrolment run;
    aftersale_event event;
    aftersale_status status = as__restore_read(work, AFTERSALE_KIND_SHEET, beside, &draft);
    draft.id = work->local;
    if (status == AFTERSALE_OK)
        status = as__restore_check(work, AFTERSALE_KIND_SHEET, &draft);
    if (status != AFTERSALE_OK)
        return status;
    draft.id = as__sheet_share_id(command->book, draft.enrolment, draft.version);
    status = as__restore_record(work, AFTERSALE_KIND_SHEET, draft.id, &record);
    if (status != AFTERSALE_NOT_FOUND)
        return status;
    status = as__restore_record(work, AFTERSALE_KIND_ENROLMENT, draft.enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    run = *(const aftersale_enrolment *)record;
    if (run.customer != draft.customer)
        return as__restore_fail(work, AFTERSALE_INVALID, "customer", AS__MESSAGE_DISAGREE,
                                "is not whose plan it is");
    if (run.share < draft.version)
        run.share = draft.version;
    command->at = draft.shared;
    status = as__unit_put(command->unit, AFTERSALE_KIND_SHEET, &draft, NULL);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_ENROLMENT, &run, NULL);
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_CUSTOMER, run.customer, AS__EVENT_SHEET_SHARED, &event);
    event.subject = draft.id;
    return status == AFTERSALE_OK ? as__restore_finish(work, &event) : status;
}
