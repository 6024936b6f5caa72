/* SPDX-License-Identifier: MIT */
/* A line of JSON to a command: by the kind of record it masters, or by the command's own name. */
#include "engine/batch.h"
#include "engine/calendars.h"
#include "engine/import_batch.h"
#include "engine/plans.h"
#include "engine/restore.h"
#include "schema/arguments.h"
#include <string.h>

#define DEPTH_MOST 32

static const struct master {
    const char *kind;
    int32_t command;
} masters[] = {
    {"customer", AFTERSALE_DO_CUSTOMER_PUT}, {"person", AFTERSALE_DO_PERSON_PUT},
    {"product", AFTERSALE_DO_PRODUCT_PUT},   {"actor", AFTERSALE_DO_ACTOR_PUT},
    {"plan", AFTERSALE_DO_PLAN_PUBLISH},     {"settings", AFTERSALE_DO_SETTINGS_PUT},
    {"rules", AFTERSALE_DO_RULES_PUT},       {"words", AFTERSALE_DO_WORDS_PUT},
    {"sale", AFTERSALE_DO_SALE_PUT},         {"return", AFTERSALE_DO_SALE_RETURN},
    {"goal", AFTERSALE_DO_GOAL_PUT},         {"consent", AFTERSALE_DO_CONSENT_SET},
    {"enrolment", AFTERSALE_DO_ENROL},       {"calendar", AFTERSALE_DO_CALENDAR_LOAD},
};

static aftersale_status refuse(aftersale_book *book, const as__json *json, const cJSON *value,
                               const char *path, as__message message, const char *text)
{
    size_t mark = as__path_field(&book->problems, path);
    as__problem(&book->problems, as__json_line(json, value), message, text);
    as__path_pop(&book->problems, mark);
    return AFTERSALE_INVALID;
}

static int32_t command_of_kind(const char *kind)
{
    for (size_t i = 0; i < sizeof masters / sizeof masters[0]; i++)
        if (strcmp(masters[i].kind, kind) == 0)
            return masters[i].command;
    return 0;
}

static aftersale_status find_by_kind(aftersale_book *book, const as__json *json, const cJSON *kind,
                                     const as__arguments **out)
{
    *out = as__arguments_of(command_of_kind(kind->valuestring));
    if (*out != NULL)
        return AFTERSALE_OK;
    if (as__kind_named(kind->valuestring, strlen(kind->valuestring)) != NULL)
        return refuse(book, json, kind, "kind", AS__MESSAGE_UNSUPPORTED,
                      "is written by exports and not taken in");
    return refuse(book, json, kind, "kind", AS__MESSAGE_NOT_A_CHOICE, NULL);
}

/* Which command the line is. */
static aftersale_status find_command(aftersale_book *book, const as__json *json, const as__arguments **out)
{
    const cJSON *root = json->root;
    const cJSON *kind = cJSON_GetObjectItemCaseSensitive(root, "kind");
    const cJSON *verb = cJSON_GetObjectItemCaseSensitive(root, "do");
    if (!cJSON_IsObject(root))
        return refuse(book, json, root, "line", AS__MESSAGE_WRONG_TYPE, "must be an object");
    if (kind == NULL && verb == NULL)
        return refuse(book, json, root, "kind", AS__MESSAGE_REQUIRED, "kind or do must be given");
    if (kind != NULL && verb != NULL)
        return refuse(book, json, verb, "do", AS__MESSAGE_UNKNOWN_KEY,
                      "stands beside kind; give one of them");
    if (kind != NULL && !cJSON_IsString(kind))
        return refuse(book, json, kind, "kind", AS__MESSAGE_WRONG_TYPE, "must be a text");
    if (kind != NULL)
        return find_by_kind(book, json, kind, out);
    *out = cJSON_IsString(verb) ? as__arguments_named(verb->valuestring, strlen(verb->valuestring)) : NULL;
    return *out != NULL ? AFTERSALE_OK : refuse(book, json, verb, "do", AS__MESSAGE_NOT_A_CHOICE, NULL);
}

static const cJSON *key_of(const as__json *json, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(json->root, name);
}

static int digit_of(char sign)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = sign != 0 ? strchr(digits, sign) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* A digest as an export writes it; anything else is none. */
static void read_hash(const char *text, as__hash *out)
{
    as__hash hash;
    if (text == NULL || strlen(text) != 2 * sizeof hash.bytes)
        return;
    for (size_t i = 0; i < sizeof hash.bytes; i++) {
        int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return;
        hash.bytes[i] = (uint8_t)(high << 4 | low);
    }
    *out = hash;
}

/* Whom a customer is merged into, which no command but that of its own takes. */
static void read_merged(const as__json *json, as__restored *out)
{
    const char *merged = cJSON_GetStringValue(key_of(json, "merged"));
    out->merged_into.ref = cJSON_GetStringValue(key_of(json, "merged_into"));
    if (merged != NULL)
        (void)aftersale_time_parse(merged, &out->merged);
}

/* What an exported line says beside its command's arguments. */
static bool is_exported(const as__json *json, as__restored *out)
{
    const cJSON *id = key_of(json, "id");
    aftersale_id whole;
    memset(out, 0, sizeof *out);
    if (key_of(json, "kind") == NULL || key_of(json, "revision") == NULL || !cJSON_IsString(id) ||
        aftersale_id_parse(id->valuestring, &whole) != AFTERSALE_OK)
        return false;
    read_hash(cJSON_GetStringValue(key_of(json, "recorded_as")), &out->recorded_as);
    read_merged(json, out);
    return as__id_local(whole, &out->id);
}

/* Answers have nothing but their id by which they are known again. */
static aftersale_status is_answer_here(aftersale_book *book, uint64_t id, bool *is_here)
{
    const aftersale_record *record;
    aftersale_status status = as__record_of(book, book->unit, AFTERSALE_KIND_CONSENT, id, &record);
    *is_here = status == AFTERSALE_OK;
    if (status == AFTERSALE_OK || status == AFTERSALE_NOT_FOUND)
        return AFTERSALE_OK;
    return as__fail_store(book, book->unit, status);
}

static bool is_space(char sign)
{
    return sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r';
}

/* The next sign of a JSON text, space outside its strings passed over; 0 at its end. */
static char next_sign(const char **at, const char *end, bool *in_string)
{
    while (!*in_string && *at < end && is_space(**at))
        ++*at;
    if (*at == end)
        return 0;
    if (**at == '"')
        *in_string = !*in_string;
    return *(*at)++;
}

/* Escapes are compared as they are, so the sign behind a backslash never ends a string. */
static bool same_json(const char *a, const char *a_end, const char *b, const char *b_end)
{
    bool a_string = false, b_string = false;
    for (;;) {
        char x = next_sign(&a, a_end, &a_string), y = next_sign(&b, b_end, &b_string);
        if (x != y)
            return false;
        if (x == 0)
            return true;
        if (x == '\\' && a < a_end && b < b_end && *a++ != *b++)
            return false;
    }
}

/* Whether the line is a version of a plan that stands here already: publishing it would make another one. */
static aftersale_status is_version_here(aftersale_book *book, const as__json *json, bool *is_ours)
{
    const cJSON *key = cJSON_GetObjectItemCaseSensitive(json->root, "key");
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(json->root, "version");
    const cJSON *document = cJSON_GetObjectItemCaseSensitive(json->root, "json");
    const aftersale_record *record;
    const char *text, *there;
    size_t size;
    aftersale_status status;
    if (!cJSON_IsString(key) || !cJSON_IsNumber(version) || !cJSON_IsObject(document))
        return AFTERSALE_OK;
    status = as__record_of(book, book->unit, AFTERSALE_KIND_PLAN,
                           as__plan_id(book, key->valuestring, version->valueint), &record);
    if (status == AFTERSALE_NOT_FOUND)
        return AFTERSALE_OK;
    if (status != AFTERSALE_OK)
        return as__fail_store(book, book->unit, status);
    if (strcmp(((const aftersale_plan *)record)->key, key->valuestring) != 0)
        return AFTERSALE_OK;
    text = as__json_source(json, document, &size);
    there = ((const aftersale_plan *)record)->json;
    *is_ours = text != NULL && same_json(text, text + size, there, there + strlen(there));
    return AFTERSALE_OK;
}

/* The same for a calendar, whose arguments are read by then. */
static aftersale_status is_calendar_here(aftersale_book *book, const as__json *json,
                                         const aftersale_calendar_load_args *args, bool *is_ours)
{
    const cJSON *version = key_of(json, "version");
    const aftersale_record *record;
    aftersale_calendar draft;
    aftersale_status status;
    if (!cJSON_IsNumber(version) || args->key == NULL)
        return AFTERSALE_OK;
    status = as__record_of(book, book->unit, AFTERSALE_KIND_CALENDAR,
                           as__calendar_id(book, args->key, version->valueint), &record);
    if (status == AFTERSALE_NOT_FOUND)
        return AFTERSALE_OK;
    if (status != AFTERSALE_OK)
        return as__fail_store(book, book->unit, status);
    as__calendar_draft(args, &draft);
    *is_ours = as__calendar_same(&draft, (const aftersale_calendar *)record);
    return AFTERSALE_OK;
}

static aftersale_status read_arguments(aftersale_importer *importer, const as__arguments *arguments,
                                       const as__json *json, bool is_exported_return, void **out)
{
    aftersale_book *book = importer->book;
    aftersale_status status;
    *out = as__arena_take(&importer->arena, arguments->size);
    if (*out == NULL)
        return as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    if (is_exported_return)
        status =
            as__arguments_read_exported(arguments, json, json->root, &importer->arena, &book->problems, *out);
    else
        status = as__arguments_read(arguments, json, json->root, &importer->arena, &book->problems, *out);
    if (status == AFTERSALE_NO_MEMORY)
        return as__fail(book, status, AS__MESSAGE_NO_MEMORY, NULL);
    return status == AFTERSALE_OK ? status : as__fail_problems(book);
}

static aftersale_status run_command(aftersale_importer *importer, const as__json *json)
{
    aftersale_book *book = importer->book;
    const as__arguments *arguments;
    as__restored from;
    void *args;
    bool is_here = false, restores = is_exported(json, &from);
    aftersale_status status = find_command(book, json, &arguments);
    if (status != AFTERSALE_OK)
        return as__fail_problems(book);
    status = read_arguments(importer, arguments, json,
                            restores && arguments->command == AFTERSALE_DO_SALE_RETURN, &args);
    if (status == AFTERSALE_OK && arguments->command == AFTERSALE_DO_PLAN_PUBLISH)
        status = is_version_here(book, json, &is_here);
    if (status == AFTERSALE_OK && arguments->command == AFTERSALE_DO_CALENDAR_LOAD)
        status = is_calendar_here(book, json, args, &is_here);
    if (status == AFTERSALE_OK && restores && arguments->command == AFTERSALE_DO_CONSENT_SET)
        status = is_answer_here(book, from.id, &is_here);
    book->did = AFTERSALE_DID_NOTHING;
    if (status != AFTERSALE_OK || is_here)
        return status;
    book->restores = restores ? &from : NULL;
    status = as__batch_command(book, arguments->command, args, NULL);
    book->restores = NULL;
    return status;
}

/* A plan that a host enters has no run yet. */
static bool is_to_restore(const as__json *json, const char *kind, aftersale_kind *out)
{
    const as__kind *known = as__kind_named(kind, strlen(kind));
    *out = known != NULL ? known->kind : 0;
    return as__is_restored(*out) && (*out != AFTERSALE_KIND_ENROLMENT || key_of(json, "run") != NULL);
}

static aftersale_status run(aftersale_importer *importer, const as__json *json)
{
    const char *kind = cJSON_GetStringValue(key_of(json, "kind"));
    aftersale_kind restored;
    importer->is_skipped = kind != NULL && strcmp(kind, "event") == 0;
    if (importer
            ->is_skipped) /* the chain of the book that wrote it; what is done here has a chain of its own */
        return AFTERSALE_OK;
    if (kind != NULL && is_to_restore(json, kind, &restored))
        return as__restore(importer->book, restored, json, &importer->arena);
    return run_command(importer, json);
}

static uint64_t local_of(aftersale_book *book, const as__json *json, const char *name)
{
    aftersale_link link = {.ref = cJSON_GetStringValue(key_of(json, name))};
    uint64_t local = 0;
    if (link.ref != NULL)
        (void)as__link_local(book, name, AFTERSALE_KIND_CUSTOMER, link, &local);
    return local;
}

/* The customer of whom the line tells, if an export wrote it; 0: none. */
static uint64_t customer_of(aftersale_book *book, const as__json *json)
{
    const char *kind = cJSON_GetStringValue(key_of(json, "kind"));
    as__restored from;
    bool is_customer = kind != NULL && strcmp(kind, "customer") == 0 && is_exported(json, &from);
    return is_customer ? local_of(book, json, "ref") : 0;
}

static aftersale_status begin(aftersale_importer *importer, const as__json *json)
{
    aftersale_book *book = importer->book;
    as__restored from;
    void *given;
    aftersale_customer_put_args *args;
    aftersale_status status;
    if (!as__import_is_in_circle(importer, customer_of(book, json)) || !is_exported(json, &from))
        return AFTERSALE_NOT_FOUND;
    status = read_arguments(importer, as__arguments_of(AFTERSALE_DO_CUSTOMER_PUT), json, false, &given);
    if (status != AFTERSALE_OK)
        return status;
    args = given;
    args->referred_by = from.merged_into = (aftersale_link){.ref = NULL};
    book->restores = &from;
    status = as__batch_command(book, AFTERSALE_DO_CUSTOMER_PUT, args, NULL);
    book->restores = NULL;
    return status;
}

/* The line as JSON, to be freed where it is OK. */
static aftersale_status read_line(aftersale_importer *importer, as__line line, as__json *out)
{
    static const as__json_limits limits = {AS__IMPORT_LINE_MOST, DEPTH_MOST};
    aftersale_book *book = importer->book;
    int32_t number = line.number < INT32_MAX ? (int32_t)line.number : INT32_MAX;
    aftersale_status status;
    as__batch_anew(book);
    as__arena_reset(&importer->arena);
    status = as__json_read(&book->context->owner.memory, line.text, line.size, limits, number,
                           &book->problems, out);
    if (status == AFTERSALE_OK)
        return status;
    return status == AFTERSALE_NO_MEMORY ? as__fail(book, status, AS__MESSAGE_NO_MEMORY, NULL)
                                         : as__fail_problems(book);
}

aftersale_status as__import_line(aftersale_importer *importer, as__line line)
{
    as__json json;
    aftersale_status status = read_line(importer, line, &json);
    if (status != AFTERSALE_OK)
        return status;
    status = run(importer, &json);
    as__json_free(&json);
    return status;
}

aftersale_status as__import_line_customer(aftersale_importer *importer, as__line line,
                                          as__waiting_customer *out)
{
    aftersale_book *book = importer->book;
    as__json json;
    aftersale_status status = read_line(importer, line, &json);
    *out = (as__waiting_customer){.id = 0};
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_NO_MEMORY ? status : AFTERSALE_OK;
    out->id = customer_of(book, &json);
    out->named[0] = local_of(book, &json, "merged_into");
    out->named[1] = local_of(book, &json, "referred_by");
    as__json_free(&json);
    return AFTERSALE_OK;
}

aftersale_status as__import_line_begin(aftersale_importer *importer, as__line line)
{
    as__json json;
    aftersale_status status = read_line(importer, line, &json);
    if (status != AFTERSALE_OK)
        return status;
    status = begin(importer, &json);
    as__json_free(&json);
    return status;
}
