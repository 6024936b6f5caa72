/* SPDX-License-Identifier: MIT */
#include "engine/column_source.h"
#include <string.h>

static bool is_scalar(const as__field *field)
{
    return field->storage != AS__STORED_TEXTS && field->storage != AS__STORED_LIST &&
           field->storage != AS__STORED_HASH;
}

static bool find_field(aftersale_kind kind, as__column_part part, const char *name, as__column_source *out)
{
    const as__field *field = as__kind_field_named(as__kind_of(kind), name);
    if (field == NULL || !is_scalar(field))
        return false;
    *out = (as__column_source){part, field, field->face.type};
    return true;
}

static bool find_own(const char *name, as__column_source *out)
{
    static const struct own {
        const char *name;
        as__column_source source;
    } own[] = {
        {"address", {AS__PART_ADDRESS, NULL, AFTERSALE_TYPE_TEXT}},
        {"why", {AS__PART_WHY, NULL, AFTERSALE_TYPE_TEXT}},
        {"days_late", {AS__PART_DAYS_LATE, NULL, AFTERSALE_TYPE_INT}},
        {"last_contact", {AS__PART_LAST_CONTACT, NULL, AFTERSALE_TYPE_TIME}},
    };
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (strcmp(own[i].name, name) == 0) {
            *out = own[i].source;
            return true;
        }
    }
    return false;
}

bool as__column_source_find(aftersale_kind kind, const char *name, as__column_source *out)
{
    if (kind != AFTERSALE_KIND_WORK)
        return find_field(kind, AS__PART_ROW, name, out);
    if (find_own(name, out) || find_field(AFTERSALE_KIND_TOUCH, AS__PART_TOUCH, name, out))
        return true;
    if (strncmp(name, "customer_", strlen("customer_")) == 0)
        return find_field(AFTERSALE_KIND_CUSTOMER, AS__PART_CUSTOMER, name + strlen("customer_"), out);
    if (strncmp(name, "sale_", strlen("sale_")) == 0)
        return find_field(AFTERSALE_KIND_SALE, AS__PART_SALE, name + strlen("sale_"), out);
    return false;
}

static const aftersale_record *part_of(const as__column_source *source, const aftersale_record *row)
{
    const aftersale_work *work = (const aftersale_work *)row;
    switch (source->part) {
    case AS__PART_TOUCH:
        return (const aftersale_record *)aftersale_work_touch(work);
    case AS__PART_CUSTOMER:
        return (const aftersale_record *)aftersale_work_customer(work);
    case AS__PART_SALE:
        return (const aftersale_record *)aftersale_work_sale(work);
    default:
        return row;
    }
}

static void set_text(const char *text, aftersale_value *out)
{
    if (text[0] == 0) /* getters say "" for what is not given */
        return;
    out->type = AFTERSALE_TYPE_TEXT;
    out->as.text = text;
}

void as__column_source_value(const as__column_source *source, const aftersale_record *row,
                             aftersale_value *out)
{
    const aftersale_work *work = (const aftersale_work *)row;
    const aftersale_record *part;
    memset(out, 0, sizeof *out);
    switch (source->part) {
    case AS__PART_ADDRESS:
        set_text(aftersale_work_address(work), out);
        return;
    case AS__PART_WHY:
        set_text(aftersale_work_why(work), out);
        return;
    case AS__PART_DAYS_LATE:
        out->type = AFTERSALE_TYPE_INT;
        out->as.number = aftersale_work_days_late(work);
        return;
    case AS__PART_LAST_CONTACT:
        out->as.time = aftersale_work_last_contact(work);
        out->type = out->as.time.us != 0 ? AFTERSALE_TYPE_TIME : 0;
        return;
    default:
        part = part_of(source, row);
        if (part != NULL)
            as__field_value(source->field, part, part->head.book, out);
    }
}
