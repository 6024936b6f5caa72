/* SPDX-License-Identifier: MIT */
/* Every command writes its event: number, revision of the root, idempotency record and time line in one (S67). */
#include "engine/recents.h"
#include "schema/pack.h"
#include "value/digest.h"
#include <string.h>

aftersale_status as__event_hash(const as__memory *memory, const aftersale_event *previous,
                                const aftersale_event *event, as__hash *out)
{
    aftersale_event bare = *event;
    as__digest digest;
    as__buffer packed;
    bool failed;
    memset(&bare.hash, 0, sizeof bare.hash);
    bare.feed = 0;
    as__buffer_init(&packed, memory);
    as__pack_record((const aftersale_record *)&bare, &packed);
    as__digest_begin(&digest, sizeof out->bytes, NULL, 0);
    if (previous != NULL)
        as__digest_add(&digest, previous->hash.bytes, sizeof previous->hash.bytes);
    as__digest_add(&digest, packed.data, packed.size);
    as__digest_end(&digest, out->bytes);
    failed = packed.failed;
    as__buffer_free(&packed);
    return failed ? AFTERSALE_NO_MEMORY : AFTERSALE_OK;
}

aftersale_status as__event_begin(as__command *command, aftersale_kind root_kind, uint64_t root, int32_t type,
                                 aftersale_event *out)
{
    const aftersale_event *last;
    aftersale_status status = as__unit_last_event(command->unit, root, &last);
    if (status != AFTERSALE_OK)
        return status;
    memset(out, 0, sizeof *out);
    out->head.kind = AFTERSALE_KIND_EVENT;
    out->root = root;
    out->number = 1;
    out->type = type;
    out->root_kind = root_kind;
    out->recorded = command->now;
    out->command = command->id;
    out->key = command->key;
    out->digest = command->digest;
    if (last != NULL) {
        out->number = last->number + 1;
        /* Strictly later than the one before, so that the feed never lets one overtake another. */
        if (out->recorded.us <= last->recorded.us)
            out->recorded.us = last->recorded.us + 1;
        out->runs = last->runs;
        out->last_contact = last->last_contact;
        status = as__recents_carry(command, last, out);
    }
    if (command->at.us != command->now.us)
        out->at = command->at;
    return status;
}

aftersale_status as__event_put(as__command *command, aftersale_event *draft)
{
    const aftersale_event *last;
    as__pending pending;
    aftersale_status status = as__unit_last_event(command->unit, draft->root, &last);
    if (status == AFTERSALE_OK)
        status = as__event_hash(&command->book->context->owner.memory, last, draft, &draft->hash);
    if (status != AFTERSALE_OK)
        return status;
    status = as__unit_put_event(command->unit, draft, NULL);
    if (status != AFTERSALE_OK)
        return status;
    memset(&pending, 0, sizeof pending);
    pending.recorded = (uint64_t)draft->recorded.us;
    pending.root = draft->root;
    pending.number = draft->number;
    return as__unit_put(command->unit, AFTERSALE_KIND_PENDING, &pending, NULL);
}
