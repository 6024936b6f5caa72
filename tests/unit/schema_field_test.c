/* SPDX-License-Identifier: MIT */
/* The tables: what every kind, field and argument must have. */
#include "schema/arguments.h"
#include "schema/entry.h"
#include <criterion/criterion.h>
#include <stddef.h>
#include <string.h>

static void check_fields(const char *name, const as__field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const aftersale_field *face = &fields[i].face;
        cr_assert_eq(face->struct_size, sizeof *face);
        cr_assert_gt(face->tag, i == 0 ? 0 : fields[i - 1].face.tag, "%s.%s: tags rise", name, face->name);
        cr_assert_geq(face->since, 1);
        cr_assert_gt(strlen(face->doc), 0, "%s.%s", name, face->name);
        for (size_t j = 0; j < i; j++)
            cr_assert_str_neq(face->name, fields[j].face.name, "%s", name);
        if (face->type == AFTERSALE_TYPE_LIST)
            cr_assert_not_null(as__kind_of(face->target), "%s.%s: items of no kind", name, face->name);
        if (face->type == AFTERSALE_TYPE_LIST || face->type == AFTERSALE_TYPE_TEXTS ||
            face->type == AFTERSALE_TYPE_TEXT)
            cr_assert_gt(face->max, 0, "%s.%s: no limit", name, face->name);
        if ((face->flags & AFTERSALE_FLAG_MASK) != 0)
            cr_assert_not_null(face->choices, "%s.%s: a mask of nothing", name, face->name);
    }
}

Test(schema_field, tables)
{
    for (aftersale_kind k = 1; k < 200; k++) {
        const as__kind *kind = as__kind_of(k);
        if (kind == NULL)
            continue;
        cr_assert_eq(kind->kind, k);
        cr_assert_eq(as__kind_named(kind->name, strlen(kind->name)), kind);
        check_fields(kind->name, kind->fields, kind->field_count);
        for (size_t i = 0; i < kind->field_count; i++) {
            cr_assert_eq(as__kind_field(kind, kind->fields[i].face.tag), &kind->fields[i]);
            cr_assert_eq(as__kind_field_named(kind, kind->fields[i].face.name), &kind->fields[i]);
        }
        cr_assert_null(as__kind_field(kind, 0));
        cr_assert_null(as__kind_field(kind, kind->fields[kind->field_count - 1].face.tag + 1));
        cr_assert_null(as__kind_field_named(kind, "no such field"));
    }
    cr_assert_null(as__kind_of(0));
    cr_assert_null(as__kind_of(-1));
    cr_assert_null(as__kind_named("custome", 7));
}

Test(schema_field, indexes)
{
    for (size_t k = 0; k < aftersale_kind_count(); k++) {
        const as__kind *kind = as__kind_of(aftersale_kind_at(k));
        for (size_t i = 0; i < kind->index_count; i++) {
            const aftersale_index *index = &kind->indexes[i];
            cr_assert_eq(index->number, (int32_t)i + 1);
            cr_assert_eq(as__kind_field(kind, index->list) != NULL, index->list != 0);
            for (int32_t c = 0; c < index->column_count; c++)
                cr_assert_not_null(as__index_column(kind, index, c), "%s.%s", kind->name, index->name);
            cr_assert_eq(aftersale_index_at(kind->kind, i), index);
        }
        cr_assert_null(aftersale_index_at(kind->kind, kind->index_count));
    }
}

Test(schema_field, public_face)
{
    size_t seen = 0;
    for (size_t i = 0; i < aftersale_kind_count(); i++) {
        aftersale_kind kind = aftersale_kind_at(i);
        cr_assert_str_neq(aftersale_kind_name(kind), "");
        cr_assert_gt(aftersale_field_count(kind), 0);
        cr_assert_not_null(aftersale_field_at(kind, aftersale_field_count(kind) - 1));
        cr_assert_null(aftersale_field_at(kind, aftersale_field_count(kind)));
        seen += as__kind_of(kind)->is_stored;
    }
    cr_assert_eq(seen, aftersale_kind_count());
    cr_assert_eq(aftersale_kind_at(seen), 0);
    cr_assert_str_eq(aftersale_kind_name(0), "");
    cr_assert_eq(aftersale_field_count(999), 0);
    cr_assert_null(aftersale_field_at(999, 0));
}

/* A prefix of a choice is none. */
Test(schema_field, choices)
{
    static const char choices[] = "person=1 organisation=2 twelve=12";
    size_t size;
    cr_assert_eq(as__choice_number(choices, "person", 6), 1);
    cr_assert_eq(as__choice_number(choices, "organisation", 12), 2);
    cr_assert_eq(as__choice_number(choices, "twelve", 6), 12);
    cr_assert_eq(as__choice_number(choices, "perso", 5), 0);
    cr_assert_eq(as__choice_number(choices, "persons", 7), 0);
    cr_assert_eq(as__choice_number(choices, "", 0), 0);
    const char *name = as__choice_name(choices, 12, &size);
    cr_assert(size == 6 && memcmp(name, "twelve", size) == 0);
    cr_assert_null(as__choice_name(choices, 3, &size));
    cr_assert_null(as__choice_name(choices, 0, &size));
}

static size_t size_of(as__storage storage)
{
    switch (storage) {
    case AS__STORED_ARG_ID:
        return sizeof(aftersale_id);
    case AS__STORED_LINK:
        return sizeof(aftersale_link);
    case AS__STORED_TEXT:
        return sizeof(const char *);
    case AS__STORED_INT:
        return sizeof(int32_t);
    case AS__STORED_LONG:
        return sizeof(int64_t);
    case AS__STORED_DATE:
        return sizeof(aftersale_date);
    case AS__STORED_TIME:
        return sizeof(aftersale_time);
    case AS__STORED_DAYTIME:
        return sizeof(aftersale_daytime);
    case AS__STORED_MONEY:
        return sizeof(aftersale_money);
    case AS__STORED_PRICE:
        return sizeof(aftersale_price);
    case AS__STORED_QUANTITY:
        return sizeof(aftersale_quantity);
    case AS__STORED_TEXTS:
        return sizeof(aftersale_texts);
    case AS__STORED_ARG_LIST:
        return sizeof(as__arg_list);
    case AS__STORED_ARG_FIELDS:
        return sizeof(aftersale_fields);
    default:
        cr_assert_fail("storage %d in arguments", (int)storage);
        return 0;
    }
}

static size_t alignment_of(as__storage storage)
{
    switch (storage) {
    case AS__STORED_ARG_ID:
    case AS__STORED_DAYTIME:
        return 1;
    case AS__STORED_DATE:
        return _Alignof(aftersale_date);
    case AS__STORED_INT:
        return _Alignof(int32_t);
    default:
        return _Alignof(int64_t);
    }
}

static size_t aligned(size_t offset, size_t alignment)
{
    return (offset + alignment - 1) / alignment * alignment;
}

/* S77: the table follows the struct, member by member: one that was forgotten leaves a hole. */
Test(schema_field, arguments_cover_their_struct)
{
    for (int32_t command = 1; as__arguments_of(command) != NULL; command++) {
        const as__arguments *arguments = as__arguments_of(command);
        size_t next = sizeof(size_t);
        check_fields(arguments->name, arguments->fields, arguments->field_count);
        for (size_t i = 0; i < arguments->field_count; i++) {
            const as__field *field = &arguments->fields[i];
            cr_assert_eq(field->offset, aligned(next, alignment_of(field->storage)), "%s: before %s",
                         arguments->name, field->face.name);
            next = field->offset + size_of(field->storage);
        }
        cr_assert_eq(arguments->size, aligned(next, _Alignof(int64_t)), "%s: at the end", arguments->name);
        cr_assert_eq(arguments->first_size, arguments->size, "%s", arguments->name);
    }
}

Test(schema_field, commands)
{
    cr_assert_eq(as__arguments_of(AFTERSALE_DO_CUSTOMER_PART)->command, 27);
    cr_assert_null(as__arguments_of(28));
    cr_assert_null(as__arguments_of(0));
    cr_assert_null(as__arguments_of(-1));
    for (int32_t command = 1; command <= 27; command++) {
        const as__arguments *arguments = as__arguments_of(command);
        cr_assert_eq(arguments->command, command);
        cr_assert_str_eq(aftersale_command_name(command), arguments->name);
        cr_assert_eq(aftersale_argument_size(command), arguments->size);
        cr_assert_eq(as__arguments_named(arguments->name, strlen(arguments->name)), arguments);
    }
    cr_assert_eq(as__arguments_of(AFTERSALE_DO_SALE_PUT)->clears, AFTERSALE_KIND_SALE);
    cr_assert_eq(as__arguments_of(AFTERSALE_DO_SALE_RECORD)->clears, 0);
    cr_assert_null(as__arguments_named("sale_", 5));
    cr_assert_str_eq(aftersale_command_name(0), "");
    cr_assert_eq(aftersale_argument_size(0), 0);
    size_t offset = 0;
    const aftersale_field *first = aftersale_argument_at(AFTERSALE_DO_TOUCH_CLAIM, 1, &offset);
    cr_assert_str_eq(first->name, "actor");
    cr_assert_eq(offset, offsetof(aftersale_touch_claim_args, actor));
    cr_assert_not_null(aftersale_argument_at(AFTERSALE_DO_TOUCH_CLAIM, 0, NULL));
    cr_assert_null(aftersale_argument_at(AFTERSALE_DO_TOUCH_CLAIM, 5, NULL));
    cr_assert_null(aftersale_argument_at(99, 0, NULL));
}

/* An argument has the limit of the field that it fills, or the record could not hold it. */
Test(schema_field, arguments_fit_their_fields)
{
    for (int32_t command = 1; as__arguments_of(command) != NULL; command++) {
        const as__arguments *arguments = as__arguments_of(command);
        if (arguments->clears == 0)
            continue;
        for (size_t i = 0; i < arguments->field_count; i++) {
            const aftersale_field *argument = &arguments->fields[i].face;
            const as__field *field = as__kind_field_named(as__kind_of(arguments->clears), argument->name);
            if (field == NULL || argument->type == AFTERSALE_TYPE_LINK)
                continue;
            cr_assert_eq(field->face.type, argument->type, "%s.%s", arguments->name, argument->name);
            cr_assert_eq(field->face.max, argument->max, "%s.%s", arguments->name, argument->name);
            cr_assert_eq(field->face.target, argument->target, "%s.%s", arguments->name, argument->name);
            cr_assert_eq(field->face.choices == NULL, argument->choices == NULL);
            if (argument->choices != NULL)
                cr_assert_str_eq(field->face.choices, argument->choices);
        }
    }
}

Test(schema_field, take)
{
    struct newer {
        aftersale_touch_claim_args known;
        uint64_t more;
    } given = {.known = {.actor = "ann"}};
    const as__arguments *arguments = as__arguments_of(AFTERSALE_DO_TOUCH_CLAIM);
    aftersale_touch_claim_args args;
    given.known.struct_size = sizeof args;
    cr_assert_eq(as__arguments_take(arguments, &given, &args), AFTERSALE_OK);
    cr_assert_str_eq(args.actor, "ann");
    cr_assert_eq(args.struct_size, sizeof args);
    given.known.struct_size = sizeof given;
    cr_assert_eq(as__arguments_take(arguments, &given, &args), AFTERSALE_OK);
    cr_assert_eq(args.struct_size, sizeof args);
    given.more = 1;
    cr_assert_eq(as__arguments_take(arguments, &given, &args), AFTERSALE_ABI);
    given.known.struct_size = sizeof args - 1;
    cr_assert_eq(as__arguments_take(arguments, &given, &args), AFTERSALE_ABI);
    given.known.struct_size = 0;
    cr_assert_eq(as__arguments_take(arguments, &given, &args), AFTERSALE_ABI);
    given.known.struct_size = SIZE_MAX;
    cr_assert_eq(as__arguments_take(arguments, &given, &args), AFTERSALE_ABI);
    cr_assert_eq(as__arguments_take(arguments, NULL, &args), AFTERSALE_INVALID);
}
