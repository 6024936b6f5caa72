/* SPDX-License-Identifier: MIT */
#include "schema/arguments.h"
#include "base/struct_take.h"
#include "schema/table_words.h"
#include <stddef.h>
#include <string.h>

#define FIRST(command) static const as__field command##_fields[] = {
#define ARGUMENT(command, tag_, name_, TYPE, flags_, max_, target_, choices_, doc_)                          \
    {.face = {sizeof(aftersale_field), tag_, FACE_##TYPE, AFTERSALE_KIND_##target_, flags_, max_, 1, #name_, \
              doc_, choices_},                                                                               \
     .offset = (uint32_t)offsetof(aftersale_##command##_args, name_),                                        \
     .storage = AS__STORED_##TYPE},
#define LAST                                                                                                 \
    }                                                                                                        \
    ;
#include "schema/arguments.def"

/* `idempotency` closed every struct in its first version. */
#define COMMAND(name_, NAME, clears_)                                                                        \
    [AFTERSALE_DO_##NAME] = {                                                                                \
        .command = AFTERSALE_DO_##NAME,                                                                      \
        .name = #name_,                                                                                      \
        .fields = name_##_fields,                                                                            \
        .field_count = sizeof name_##_fields / sizeof name_##_fields[0],                                     \
        .size = sizeof(aftersale_##name_##_args),                                                            \
        .first_size = offsetof(aftersale_##name_##_args, idempotency) + sizeof(const char *),                \
        .clears = AFTERSALE_KIND_##clears_,                                                                  \
    },
/* By number, so that finding one is a look. */
static const as__arguments commands[] = {
#include "schema/commands.def"
};
#define COMMANDS_END (sizeof commands / sizeof commands[0])

const as__arguments *as__arguments_of(int32_t command)
{
    if (command <= 0 || (size_t)command >= COMMANDS_END)
        return NULL;
    return &commands[command];
}

const as__arguments *as__arguments_named(const char *name, size_t size)
{
    for (size_t i = 1; i < COMMANDS_END; i++)
        if (strlen(commands[i].name) == size && memcmp(commands[i].name, name, size) == 0)
            return &commands[i];
    return NULL;
}

aftersale_status as__arguments_take(const as__arguments *arguments, const void *given, void *out)
{
    if (given == NULL)
        return AFTERSALE_INVALID;
    return as__struct_take(given, arguments->first_size, arguments->size, out);
}

/* The public face of the table. */

const char *aftersale_command_name(int32_t command)
{
    const as__arguments *found = as__arguments_of(command);
    return found != NULL ? found->name : "";
}

const aftersale_field *aftersale_argument_at(int32_t command, size_t i, size_t *offset)
{
    const as__arguments *found = as__arguments_of(command);
    if (found == NULL || i >= found->field_count)
        return NULL;
    if (offset != NULL)
        *offset = found->fields[i].offset;
    return &found->fields[i].face;
}

size_t aftersale_argument_size(int32_t command)
{
    const as__arguments *found = as__arguments_of(command);
    return found != NULL ? found->size : 0;
}
