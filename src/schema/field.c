/* SPDX-License-Identifier: MIT */
/* Looking things up in the tables, for the library and for its users. */
#include "schema/field.h"
#include <string.h>

const as__field *as__kind_field(const as__kind *kind, int32_t tag)
{
    /* Tags rise, and few are left out, so the place is nearly always tag - 1. */
    if (tag > 0 && (size_t)tag <= kind->field_count && kind->fields[tag - 1].face.tag == tag)
        return &kind->fields[tag - 1];
    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].face.tag == tag)
            return &kind->fields[i];
    return NULL;
}

const as__field *as__kind_field_named(const as__kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->field_count; i++)
        if (strcmp(kind->fields[i].face.name, name) == 0)
            return &kind->fields[i];
    return NULL;
}

int32_t as__choice_number(const char *choices, const char *name, size_t size)
{
    for (const char *at = choices; *at != 0;) {
        const char *equals = strchr(at, '=');
        int32_t number = 0;
        const char *digit = equals + 1;
        for (; *digit >= '0' && *digit <= '9'; digit++)
            number = number * 10 + (*digit - '0');
        if ((size_t)(equals - at) == size && memcmp(at, name, size) == 0)
            return number;
        at = *digit == ' ' ? digit + 1 : digit;
    }
    return 0;
}

const char *as__choice_name(const char *choices, int32_t number, size_t *size)
{
    for (const char *at = choices; *at != 0;) {
        const char *equals = strchr(at, '=');
        int32_t here = 0;
        const char *digit = equals + 1;
        for (; *digit >= '0' && *digit <= '9'; digit++)
            here = here * 10 + (*digit - '0');
        if (here == number) {
            *size = (size_t)(equals - at);
            return at;
        }
        at = *digit == ' ' ? digit + 1 : digit;
    }
    return NULL;
}

const char *aftersale_kind_name(aftersale_kind kind)
{
    const as__kind *found = as__kind_of(kind);
    return found != NULL ? found->name : "";
}

int32_t aftersale_kind_has_root(aftersale_kind kind)
{
    return kind == AFTERSALE_KIND_CATALOGUE || kind == AFTERSALE_KIND_EVENT || kind == AFTERSALE_KIND_NOTE ||
           kind == AFTERSALE_KIND_PENDING;
}

size_t aftersale_field_count(aftersale_kind kind)
{
    const as__kind *found = as__kind_of(kind);
    return found != NULL ? found->field_count : 0;
}

const aftersale_field *aftersale_field_at(aftersale_kind kind, size_t i)
{
    const as__kind *found = as__kind_of(kind);
    return found != NULL && i < found->field_count ? &found->fields[i].face : NULL;
}

size_t aftersale_index_count(aftersale_kind kind)
{
    const as__kind *found = as__kind_of(kind);
    return found != NULL ? found->index_count : 0;
}

const aftersale_index *aftersale_index_at(aftersale_kind kind, size_t i)
{
    const as__kind *found = as__kind_of(kind);
    return found != NULL && i < found->index_count ? &found->indexes[i] : NULL;
}
