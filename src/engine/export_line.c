/* SPDX-License-Identifier: MIT */
#include "engine/export_line.h"
#include "engine/catalogue.h"
#include "schema/arguments.h"
#include <string.h>

#define OUT_FULL ((size_t)1 << 16)

aftersale_status as__export_fail(as__export *export, aftersale_status status)
{
    return as__fail_store(export->book, export->unit, status);
}

aftersale_status as__export_flush(as__export *export)
{
    if (export->out.failed)
        return as__export_fail(export, AFTERSALE_NO_MEMORY);
    if (export->out.size != 0 &&
        export->write(export->user, (const char *)export->out.data, export->out.size) != 0)
        return as__fail(export->book, AFTERSALE_CANCELLED, AS__MESSAGE_CANCELLED, NULL);
    export->out.size = 0;
    return AFTERSALE_OK;
}

/* Kinds that the host has a ref for. */
static const as__field *ref_field(aftersale_kind kind)
{
    const as__kind *of = as__kind_of(kind);
    return of != NULL && of->is_record ? as__kind_field_named(of, "ref") : NULL;
}

static bool names_another(const as__field *field, const aftersale_record *record)
{
    return field->storage == AS__STORED_ID && strcmp(field->face.name, "id") != 0 &&
           as__field_given(field, record) && ref_field(field->face.target) != NULL;
}

/* Everything a page names, in one call, so that names are at hand when its lines are written. */
static aftersale_status fetch_named(as__export *export, const aftersale_record *const *records, size_t count)
{
    const as__kind *kind = as__kind_of(records[0]->head.kind);
    aftersale_key *keys = as__arena_take(&export->unit->arena, count * kind->field_count * sizeof *keys);
    size_t named = 0;
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        for (size_t f = 0; f < kind->field_count; f++) {
            const as__field *field = &kind->fields[f];
            if (names_another(field, records[i]))
                keys[named++] = as__key_make(export->unit->book, field->face.target, 0,
                                             *(const uint64_t *)as__field_at(field, records[i]));
        }
    }
    return as__unit_fetch(export->unit, keys, named);
}

static const char *name_of(void *user, aftersale_kind kind, uint64_t local)
{
    as__export *export = user;
    const as__field *ref = ref_field(kind);
    const aftersale_record *record;
    if (ref == NULL || as__record_of(export->book, export->unit, kind, local, &record) != AFTERSALE_OK)
        return NULL;
    return *(const char *const *)as__field_at(ref, record);
}

/* When a record was made: as `at` of its line it gives plans and events their true age, so that an import never lets
 * an old yes pass for a new one (S65). */
static aftersale_time made_at(const aftersale_record *record)
{
    static const char *const names[] = {"created", "given", "begun", "published", "loaded"};
    const as__kind *kind = as__kind_of(record->head.kind);
    aftersale_time none = {0};
    if (record->head.kind == AFTERSALE_KIND_EVENT || record->head.kind == AFTERSALE_KIND_SETTINGS)
        return none;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const as__field *field = as__kind_field_named(kind, names[i]);
        if (field != NULL && field->storage == AS__STORED_TIME)
            return *(const aftersale_time *)as__field_at(field, record);
    }
    return none;
}

/* What the command behind the kind takes and the record does not hold. */
static void add_arguments(as__export *export, const aftersale_record *record)
{
    aftersale_time at = made_at(record);
    char text[AFTERSALE_TIME_TEXT];
    if (record->head.kind == AFTERSALE_KIND_SALE)
        as__buffer_text(&export->out, ",\"plan\":\"-\""); /* its plans have lines of their own */
    if (at.us == 0)
        return;
    aftersale_time_text(at, text);
    as__buffer_format(&export->out, ",\"at\":\"%s\"", text);
}

static void write_line(as__export *export, const aftersale_record *record, const char *beside)
{
    as__links links = {name_of, export};
    as__record_write_json(record, &links, &export->out);
    if (export->out.failed)
        return;
    export->out.size--; /* the closing brace */
    add_arguments(export, record);
    if (beside != NULL)
        as__buffer_text(&export->out, beside);
    as__buffer_text(&export->out, "}\n");
}

/* A line that puts the product for this day again. */
static aftersale_status write_catalogue(as__export *export, const as__catalogue *row)
{
    aftersale_product draft;
    const aftersale_record *line;
    char at[AFTERSALE_TIME_TEXT];
    memset(&draft, 0, sizeof draft);
    draft.head.book = export->unit->book;
    draft.ref = name_of(export, AFTERSALE_KIND_PRODUCT, row->product);
    as__catalogue_apply(row, &draft);
    if (as__record_seal(&export->book->context->owner, AFTERSALE_KIND_PRODUCT, &draft, &line) != AFTERSALE_OK)
        return as__export_fail(export, AFTERSALE_NO_MEMORY);
    as__record_write_json(line, NULL, &export->out);
    aftersale_record_free(line);
    if (export->out.failed)
        return AFTERSALE_OK; /* told when the page is flushed */
    export->out.size--;      /* the closing brace */
    for (size_t i = 0; i < row->cleared.count; i++)
        as__buffer_format(&export->out, "%s\"%s\"", i == 0 ? ",\"clear\":[" : ",", row->cleared.items[i]);
    aftersale_time_text(row->at, at);
    as__buffer_format(&export->out, "%s,\"at\":\"%s\"}\n", row->cleared.count != 0 ? "]" : "", at);
    return AFTERSALE_OK;
}

static aftersale_status flush_full(as__export *export)
{
    return export->out.failed || export->out.size >= OUT_FULL ? as__export_flush(export) : AFTERSALE_OK;
}

aftersale_status as__export_record(as__export *export, const aftersale_record *record, const char *beside)
{
    write_line(export, record, beside);
    return flush_full(export);
}

/* Without its rules, which have a line of their own, and what is still to be done in this book. */
static aftersale_status write_settings(as__export *export, const aftersale_settings *settings)
{
    aftersale_settings draft = *settings;
    const aftersale_record *bare;
    draft.rules = (as__list){NULL, 0};
    draft.rebound = 0;
    if (as__record_seal(&export->book->context->owner, AFTERSALE_KIND_SETTINGS, &draft, &bare) !=
        AFTERSALE_OK)
        return as__export_fail(export, AFTERSALE_NO_MEMORY);
    write_line(export, bare, NULL);
    aftersale_record_free(bare);
    return AFTERSALE_OK;
}

aftersale_status as__export_rules(as__export *export, const aftersale_settings *settings)
{
    static const char own[] = "{\"kind\":\"settings\"", rules[] = "{\"kind\":\"rules\"";
    aftersale_settings draft;
    const aftersale_record *bare;
    as__buffer line;
    if (settings->rules.count == 0)
        return AFTERSALE_OK;
    memset(&draft, 0, sizeof draft);
    draft.head.book = export->unit->book;
    draft.rules = settings->rules;
    if (as__record_seal(&export->book->context->owner, AFTERSALE_KIND_SETTINGS, &draft, &bare) !=
        AFTERSALE_OK)
        return as__export_fail(export, AFTERSALE_NO_MEMORY);
    as__buffer_init(&line, export->out.memory);
    as__record_write_json(bare, NULL, &line);
    as__buffer_text(&export->out, rules);
    if (!line.failed)
        as__buffer_append(&export->out, line.data + sizeof own - 1, line.size - (sizeof own - 1));
    as__buffer_byte(&export->out, '\n');
    export->out.failed = export->out.failed || line.failed;
    as__buffer_free(&line);
    aftersale_record_free(bare);
    return AFTERSALE_OK;
}

aftersale_status as__export_page(as__export *export, const aftersale_record *const *records, size_t count)
{
    aftersale_status status;
    if (count == 0)
        return AFTERSALE_OK;
    status = fetch_named(export, records, count);
    if (status != AFTERSALE_OK)
        return as__export_fail(export, status);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        if (records[i]->head.kind == AFTERSALE_KIND_SETTINGS)
            status = write_settings(export, (const aftersale_settings *)records[i]);
        else if (records[i]->head.kind == AFTERSALE_KIND_CATALOGUE)
            status = write_catalogue(export, (const as__catalogue *)records[i]);
        else
            write_line(export, records[i], NULL);
        if (status == AFTERSALE_OK)
            status = flush_full(export);
    }
    return status;
}
