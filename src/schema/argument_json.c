/* SPDX-License-Identifier: MIT */
/* Arguments of commands, and records, from JSON (S70). */
#include "schema/json_value.h"
#include <string.h>

static const as__field *argument_named(const as__arguments *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->field_count; i++)
        if (strcmp(arguments->fields[i].face.name, name) == 0)
            return &arguments->fields[i];
    return NULL;
}

/* What the line of an exported record carries and no command takes: an export must import again. */
static bool is_passed_over(const cJSON *object, const char *name)
{
    const cJSON *kind = cJSON_GetObjectItemCaseSensitive(object, "kind");
    if (strcmp(name, "kind") == 0 || strcmp(name, "do") == 0)
        return true;
    if (!cJSON_IsString(kind))
        return false;
    if (strcmp(name, "id") == 0 || strcmp(name, "revision") == 0)
        return true;
    const as__kind *exported = as__kind_named(kind->valuestring, strlen(kind->valuestring));
    return exported != NULL && as__kind_field_named(exported, name) != NULL;
}

static aftersale_status read_arguments(as__json_reader *from, const as__arguments *arguments,
                                       const cJSON *object, void *out)
{
    as__problems *problems = from->problems;
    size_t seen = problems->seen;
    memset(out, 0, arguments->size);
    memcpy(out, &arguments->size, sizeof arguments->size);
    if (!cJSON_IsObject(object)) {
        as__json_refuse(from, object, AS__MESSAGE_WRONG_TYPE, "must be an object");
        return AFTERSALE_INVALID;
    }
    for (const cJSON *value = object->child; value != NULL; value = value->next) {
        const as__field *field = argument_named(arguments, value->string);
        size_t mark = as__path_field(problems, value->string);
        if (field != NULL)
            as__json_read_value(from, field, value, out);
        else if (!is_passed_over(object, value->string))
            as__json_refuse(from, value, AS__MESSAGE_UNKNOWN_KEY, NULL);
        as__path_pop(problems, mark);
    }
    if (from->no_memory || problems->failed)
        return AFTERSALE_NO_MEMORY;
    return problems->seen != seen ? AFTERSALE_INVALID : AFTERSALE_OK;
}

aftersale_status as__arguments_read(const as__arguments *arguments, const as__json *json, const cJSON *object,
                                    as__arena *arena, as__problems *problems, void *out)
{
    as__json_reader from = {.json = json, .arena = arena, .problems = problems, .clears = arguments->clears};
    return read_arguments(&from, arguments, object, out);
}

aftersale_status as__arguments_read_exported(const as__arguments *arguments, const as__json *json,
                                             const cJSON *object, as__arena *arena, as__problems *problems,
                                             void *out)
{
    as__json_reader from = {.json = json,
                            .arena = arena,
                            .problems = problems,
                            .clears = arguments->clears,
                            .takes_derived = true};
    return read_arguments(&from, arguments, object, out);
}

static bool is_among(const char *const *names, const char *name)
{
    while (*names != NULL && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

static void read_field(as__json_reader *from, const as__kind *kind, const cJSON *value, void *draft)
{
    const as__field *field = as__kind_field_named(kind, value->string);
    size_t mark = as__path_field(from->problems, value->string);
    if (field != NULL)
        as__json_read_value(from, field, value, draft);
    else
        as__json_refuse(from, value, AS__MESSAGE_UNKNOWN_KEY, NULL);
    as__path_pop(from->problems, mark);
}

aftersale_status as__record_read_json(const as__kind *kind, const as__json *json, const as__finder *finder,
                                      const char *const *beside, as__arena *arena, as__problems *problems,
                                      void *out)
{
    static const char *const always[] = {"kind", "id", "revision", "at", NULL};
    as__json_reader from = {
        .json = json, .arena = arena, .problems = problems, .takes_derived = true, .finder = finder};
    size_t seen = problems->seen;
    memset(out, 0, kind->size);
    for (const cJSON *value = json->root->child; value != NULL; value = value->next)
        if (!is_among(always, value->string) && !is_among(beside, value->string))
            read_field(&from, kind, value, out);
    if (from.no_memory || problems->failed)
        return AFTERSALE_NO_MEMORY;
    if (from.stopped != AFTERSALE_OK)
        return from.stopped;
    if (problems->seen - seen != from.missing)
        return AFTERSALE_INVALID;
    return from.missing != 0 ? AFTERSALE_NOT_FOUND : AFTERSALE_OK;
}
