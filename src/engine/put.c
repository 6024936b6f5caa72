/* SPDX-License-Identifier: MIT */
/* What all puts do alike: the fields that are given change, the rest stays (S4). */
#include "engine/command.h"
#include <string.h>

size_t as__put_size(as__storage storage)
{
    switch (storage) {
    case AS__STORED_INT:
    case AS__STORED_DATE:
    case AS__STORED_DAYTIME:
        return 4;
    case AS__STORED_TEXT:
        return sizeof(char *);
    case AS__STORED_TIME:
        return sizeof(aftersale_time);
    case AS__STORED_MONEY:
    case AS__STORED_PRICE:
    case AS__STORED_QUANTITY:
        return 16;
    case AS__STORED_TEXTS:
    case AS__STORED_LIST:
        return sizeof(as__list);
    default: /* ids and links are resolved by the command itself */
        return 0;
    }
}

static bool takes(const as__field *field, const as__field *argument)
{
    if (as__put_size(field->storage) == 0 || (field->face.flags & AFTERSALE_FLAG_DERIVED) != 0)
        return false;
    return argument->storage == field->storage ||
           (field->storage == AS__STORED_LIST && argument->storage == AS__STORED_ARG_LIST);
}

static void clear_fields(const as__command *command, const as__kind *kind, void *draft)
{
    for (size_t i = 0; i < command->arguments->field_count; i++) {
        const as__field *argument = &command->arguments->fields[i];
        const aftersale_fields *tags = as__field_at(argument, command->args);
        if (argument->storage != AS__STORED_ARG_FIELDS)
            continue;
        for (size_t t = 0; t < tags->count; t++) {
            const as__field *field = as__kind_field(kind, tags->items[t]);
            size_t size = field->storage == AS__STORED_ID ? sizeof(uint64_t) : as__put_size(field->storage);
            memset((unsigned char *)draft + field->offset, 0, size);
        }
    }
}

bool as__put_differs(aftersale_kind number, const void *draft, const void *before)
{
    const as__kind *kind = as__kind_of(number);
    if (before == NULL)
        return true;
    for (size_t i = 0; i < kind->field_count; i++)
        if ((kind->fields[i].face.flags & AFTERSALE_FLAG_DERIVED) == 0 &&
            !as__field_same(&kind->fields[i], draft, before))
            return true;
    return false;
}

/* Arguments stand nearly in the order of the fields, so the search goes on where it ended last. */
static const as__field *field_named(const as__kind *kind, const char *name, size_t *from)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        size_t at = (*from + i) % kind->field_count;
        if (strcmp(kind->fields[at].face.name, name) == 0) {
            *from = at + 1;
            return &kind->fields[at];
        }
    }
    return NULL;
}

void as__put_fields(const as__command *command, aftersale_kind number, void *draft)
{
    const as__kind *kind = as__kind_of(number);
    size_t from = 0;
    clear_fields(command, kind, draft);
    for (size_t i = 0; i < command->arguments->field_count; i++) {
        const as__field *argument = &command->arguments->fields[i];
        const as__field *field;
        if (!as__field_given(argument, command->args))
            continue;
        field = field_named(kind, argument->face.name, &from);
        if (field != NULL && takes(field, argument))
            memcpy((unsigned char *)draft + field->offset, as__field_at(argument, command->args),
                   as__put_size(field->storage));
    }
}

aftersale_status as__put_allowed(const as__command *command, const aftersale_record *before, uint32_t flags,
                                 uint64_t expect, bool differs)
{
    if (before != NULL && (flags & AFTERSALE_PUT_NEW) != 0 && differs)
        return as__fail_field(command->book, AFTERSALE_EXISTS, "ref", AS__MESSAGE_REF_TAKEN, NULL);
    if (expect != 0 && (before == NULL || before->head.revision != expect))
        return as__fail_field(command->book, AFTERSALE_CONFLICT, "expect", AS__MESSAGE_CONFLICT, NULL);
    return AFTERSALE_OK;
}
