/* SPDX-License-Identifier: MIT */
#include "engine/put_by_ref.h"
#include <string.h>

/* The record of a ref, or NULL; and the id it has or will have. */
static aftersale_status find(as__command *command, aftersale_kind kind, const char *ref, uint64_t *id,
                             const aftersale_record **out)
{
    const as__field *field = as__kind_field_named(as__kind_of(kind), "ref");
    aftersale_status status;
    *id = as__local_of_ref(command->book->tenant->secret, kind, ref);
    *out = NULL;
    status = as__record_of(command->book, command->unit, kind, *id, out);
    if (status == AFTERSALE_NOT_FOUND)
        return AFTERSALE_OK;
    if (status == AFTERSALE_OK && strcmp(*(const char *const *)as__field_at(field, *out), ref) != 0)
        return as__fail_field(command->book, AFTERSALE_EXISTS, "ref", AS__MESSAGE_REF_CLASH, NULL);
    return status;
}

static void set(const as__kind *kind, const char *name, void *draft, const void *value, size_t size)
{
    memcpy((unsigned char *)draft + as__kind_field_named(kind, name)->offset, value, size);
}

aftersale_status as__put_begin(as__command *command, aftersale_kind number, const char *ref, void *draft,
                               const aftersale_record **before)
{
    const as__kind *kind = as__kind_of(number);
    aftersale_time created = as__command_recorded(command);
    uint64_t id;
    aftersale_status status = find(command, number, ref, &id, before);
    if (status != AFTERSALE_OK)
        return status;
    if (*before != NULL) {
        memcpy(draft, *before, kind->size);
    } else {
        memset(draft, 0, kind->size);
        set(kind, "id", draft, &id, sizeof id);
        set(kind, "ref", draft, &ref, sizeof ref);
        set(kind, "created", draft, &created, sizeof created);
    }
    command->out = as__id_make(command->book->tenant->book, id);
    return AFTERSALE_OK;
}

aftersale_status as__put_repeat(as__command *command, uint64_t id, const as__hash *recorded_as)
{
    if (memcmp(recorded_as, &command->digest, sizeof *recorded_as) != 0)
        return as__fail_field(command->book, AFTERSALE_EXISTS, "ref", AS__MESSAGE_REF_TAKEN, NULL);
    command->out = as__id_make(command->book->tenant->book, id);
    command->did = AFTERSALE_DID_REPEAT;
    return AFTERSALE_OK;
}

void as__put_answer(as__command *command, uint64_t id, bool is_new)
{
    command->out = as__id_make(command->book->tenant->book, id);
    command->did = is_new ? AFTERSALE_DID_MAKE : AFTERSALE_DID_CHANGE;
}

aftersale_status as__put_link(as__command *command, const char *path, aftersale_kind kind,
                              aftersale_link link, uint64_t *local)
{
    const aftersale_record *record;
    aftersale_status status;
    if (link.ref == NULL && !as__id_given(link.id))
        return AFTERSALE_OK;
    status = as__link_record(command->book, command->unit, path, kind, link, &record);
    if (status == AFTERSALE_OK)
        *local = as__key_of(record).id;
    return status;
}
