/* SPDX-License-Identifier: MIT */
/* A line of JSON that gives every argument of a command, made from its table. */
#ifndef SCHEMA_COMMAND_JSON_H
#define SCHEMA_COMMAND_JSON_H
#include "schema/argument_text.h"
#include "schema/arguments.h"
#include <criterion/criterion.h>
#include <string.h>

#define COMMAND_JSON_ID "01234567-89ab-8def-8123-456789abcdef"

static inline const char *command_json_text(const char *name)
{
    switch (as__meaning_of(name)) {
    case AS__MEANS_PROSE:
        return "\"two\\nlines\"";
    case AS__MEANS_DOCUMENT:
    case AS__MEANS_EXTRA:
        return "{\"number\": 12345678901234567890.50}";
    case AS__MEANS_CHANNEL:
        return "\"phone\"";
    case AS__MEANS_ZONE:
        return "\"Europe/Berlin\"";
    case AS__MEANS_LANGUAGE:
        return "\"de-AT\"";
    case AS__MEANS_COUNTRY:
        return "\"AT\"";
    case AS__MEANS_CURRENCY:
        return "\"EUR\"";
    case AS__MEANS_PERIOD:
        return "\"P1D\"";
    default:
        return "\"word\"";
    }
}

static inline void command_json_fields(as__buffer *out, const as__field *fields, size_t count,
                                       aftersale_kind clears, const char *but);

static inline void command_json_number(as__buffer *out, const as__field *field)
{
    const char *choices = field->face.choices;
    bool is_mask = (field->face.flags & AFTERSALE_FLAG_MASK) != 0;
    if (choices == NULL)
        as__buffer_text(out, "3");
    else
        as__buffer_format(out, is_mask ? "[\"%.*s\"]" : "\"%.*s\"", (int)strcspn(choices, "="), choices);
}

/* A field that can be emptied; all that a command can empty have one of these names. */
static inline const char *command_json_clearable(aftersale_kind kind)
{
    static const char *const names[] = {"extra", "words", "channels", "place"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (as__kind_field_named(as__kind_of(kind), names[i]) != NULL)
            return names[i];
    return "";
}

static inline void command_json_value(as__buffer *out, const as__field *field, aftersale_kind clears)
{
    const as__kind *item;
    switch (field->storage) {
    case AS__STORED_TEXT:
        as__buffer_text(out, command_json_text(field->face.name));
        break;
    case AS__STORED_ARG_ID:
        as__buffer_text(out, "\"" COMMAND_JSON_ID "\"");
        break;
    case AS__STORED_LINK:
        as__buffer_text(out, field->face.target == AFTERSALE_KIND_ENROLMENT ? "{\"id\": \"" COMMAND_JSON_ID
                                                                              "\"}"
                                                                            : "\"ref 1\"");
        break;
    case AS__STORED_INT:
        command_json_number(out, field);
        break;
    case AS__STORED_LONG:
        as__buffer_text(out, "7");
        break;
    case AS__STORED_DATE:
        as__buffer_text(out, strcmp(field->face.name, "until") == 0 ? "\"2027-01-01\"" : "\"2026-11-21\"");
        break;
    case AS__STORED_TIME:
        as__buffer_text(out, "\"2026-11-21T10:30:00+01:00\"");
        break;
    case AS__STORED_DAYTIME:
        as__buffer_text(out, "\"09:30\"");
        break;
    case AS__STORED_MONEY:
        as__buffer_text(out, "\"1299.00 GBP\"");
        break;
    case AS__STORED_PRICE:
        as__buffer_text(out, "\"0.001 GBP\"");
        break;
    case AS__STORED_QUANTITY:
        as__buffer_text(out, "12.50");
        break;
    case AS__STORED_TEXTS:
        as__buffer_text(out, "[\"one\", \"two\"]");
        break;
    case AS__STORED_ARG_LIST:
        item = as__kind_of(field->face.target);
        as__buffer_byte(out, '[');
        command_json_fields(out, item->fields, item->field_count, 0, "");
        as__buffer_byte(out, ']');
        break;
    case AS__STORED_ARG_FIELDS:
        as__buffer_format(out, "[\"%s\"]", command_json_clearable(clears));
        break;
    default:
        cr_assert_fail("%s has a type that no argument has", field->face.name);
    }
}

/* All fields but one. */
static inline void command_json_fields(as__buffer *out, const as__field *fields, size_t count,
                                       aftersale_kind clears, const char *but)
{
    const char *divider = "{";
    for (size_t i = 0; i < count; i++) {
        if ((fields[i].face.flags & AFTERSALE_FLAG_DERIVED) != 0 || strcmp(fields[i].face.name, but) == 0)
            continue;
        as__buffer_format(out, "%s\"%s\": ", divider, fields[i].face.name);
        command_json_value(out, &fields[i], clears);
        divider = ", ";
    }
    as__buffer_text(out, divider[0] == '{' ? "{}" : "}");
}
#endif
