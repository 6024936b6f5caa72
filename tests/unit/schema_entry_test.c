/* SPDX-License-Identifier: MIT */
/* The bytes of index entries have the order of the fields that they stand for. */
#include "schema/entry.h"
#include "schema_sample.h"

static as__arena arena;

static void set_up(void)
{
    as__arena_init(&arena, &as__memory_system);
}

static void tear_down(void)
{
    as__arena_free(&arena);
}

TestSuite(schema_entry, .init = set_up, .fini = tear_down);

static int order_of(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int column_order(const as__field *field, const void *a, const void *b)
{
    const void *x = as__field_at(field, a), *y = as__field_at(field, b);
    bool is_a = as__field_given(field, a), is_b = as__field_given(field, b);
    if (!is_a || !is_b)
        return is_a - is_b;
    switch (field->storage) {
    case AS__STORED_ID:
    case AS__STORED_LONG:
        return order_of(*(const int64_t *)x, *(const int64_t *)y);
    case AS__STORED_INT:
        return order_of(*(const int32_t *)x, *(const int32_t *)y);
    case AS__STORED_TIME:
        return order_of(((const aftersale_time *)x)->us, ((const aftersale_time *)y)->us);
    case AS__STORED_DATE:
        return as__date_compare(*(const aftersale_date *)x, *(const aftersale_date *)y);
    case AS__STORED_TEXT:
        return order_of(strcmp(*(const char *const *)x, *(const char *const *)y), 0);
    default:
        cr_assert_fail("%s: no index is over this type", field->face.name);
        return 0;
    }
}

static const void *base_of(const as__kind *kind, const aftersale_index *index, const void *draft, size_t i)
{
    return index->list == 0 ? draft : as__field_item(as__kind_field(kind, index->list), draft, i);
}

static int expected_order(const as__kind *kind, const aftersale_index *index, const void *const drafts[2],
                          const size_t items[2])
{
    for (int32_t c = 0; c < index->column_count; c++) {
        int order = column_order(as__index_column(kind, index, c), base_of(kind, index, drafts[0], items[0]),
                                 base_of(kind, index, drafts[1], items[1]));
        if (order != 0)
            return order;
    }
    if (index->is_unique)
        return 0;
    aftersale_key a = as__key_of(drafts[0]), b = as__key_of(drafts[1]);
    return a.root != b.root ? order_of((int64_t)a.root, (int64_t)b.root)
                            : order_of((int64_t)a.id, (int64_t)b.id);
}

static void check_index(sample *from, const as__kind *kind, const aftersale_index *index)
{
    const void *drafts[2];
    size_t items[2];
    as__entry_bytes entries[2];
    for (size_t side = 0; side < 2; side++) {
        drafts[side] = sample_draft(from, kind, 7);
        items[side] = index->list != 0 ? sample_below(from, 3) : 0;
        if (!as__entry_of(drafts[side], index, items[side], &entries[side]))
            return; /* not in this index */
        cr_assert_leq(entries[side].size, AS__ENTRY_MAX);
    }
    int order = aftersale_bytes_compare((aftersale_bytes){entries[0].data, entries[0].size},
                                        (aftersale_bytes){entries[1].data, entries[1].size});
    cr_assert_eq(order_of(order, 0), expected_order(kind, index, drafts, items), "%s.%s", kind->name,
                 index->name);
}

Test(schema_entry, order_is_that_of_the_fields)
{
    sample from = {.state = 99, .arena = &arena};
    for (int round = 0; round < 2000; round++) {
        from.given = 4 + (unsigned)sample_below(&from, 5);
        from.text_max = 6 + sample_below(&from, 30);
        for (size_t k = 0; k < aftersale_kind_count(); k++) {
            const as__kind *kind = as__kind_of(aftersale_kind_at(k));
            for (size_t i = 0; i < kind->index_count; i++)
                check_index(&from, kind, &kind->indexes[i]);
        }
        as__arena_reset(&arena);
    }
}

/* The longest entries that any record can have. */
Test(schema_entry, none_is_too_long)
{
    char text[129];
    memset(text, 'x', sizeof text - 1);
    text[128] = '\0';
    for (size_t k = 0; k < aftersale_kind_count(); k++) {
        const as__kind *kind = as__kind_of(aftersale_kind_at(k));
        for (size_t i = 0; i < kind->index_count; i++) {
            const aftersale_index *index = &kind->indexes[i];
            as__entry_bytes entry;
            as__entry_begin(&entry, 7, kind->kind, index->number);
            size_t size = entry.size + 16;
            for (int32_t c = 0; c < index->column_count; c++)
                size += as__index_column(kind, index, c)->storage == AS__STORED_TEXT ? 2 + 128 : 9;
            cr_assert_leq(size, AS__ENTRY_MAX, "%s.%s", kind->name, index->name);
        }
    }
    aftersale_customer customer = {
        .head = {.kind = AFTERSALE_KIND_CUSTOMER}, .id = 1, .ref = text, .owner = text};
    as__entry_bytes entry;
    cr_assert(as__entry_of((const aftersale_record *)&customer, as__index_of(as__kind_of(1), 1), 0, &entry));
    cr_assert_leq(entry.size, AS__ENTRY_MAX);
}

/* DESIGN: a longer text enters as its first 32 bytes and a digest. */
Test(schema_entry, long_texts)
{
    char a[256], b[256];
    memset(a, 'x', sizeof a - 1);
    a[255] = '\0';
    memcpy(b, a, sizeof b);
    b[254] = 'y';
    as__entry_bytes first, second;
    aftersale_sale sale = {.head = {.kind = AFTERSALE_KIND_SALE}, .id = 1, .ref = a};
    const aftersale_index *by_ref = as__index_of(as__kind_of(AFTERSALE_KIND_SALE), 1);
    cr_assert(as__entry_of((const aftersale_record *)&sale, by_ref, 0, &first));
    sale.ref = b;
    cr_assert(as__entry_of((const aftersale_record *)&sale, by_ref, 0, &second));
    cr_assert_eq(first.size, second.size);
    cr_assert_neq(memcmp(first.data, second.data, first.size), 0);
    cr_assert_eq(memcmp(first.data, second.data, 10 + 1 + 32 + 1), 0);
}

Test(schema_entry, sparse)
{
    aftersale_event event = {.head = {.kind = AFTERSALE_KIND_EVENT}, .root = 1, .number = 1};
    const aftersale_index *by_key = as__index_of(as__kind_of(AFTERSALE_KIND_EVENT), 1);
    as__entry_bytes entry;
    cr_assert(by_key->is_sparse);
    cr_assert_not(as__entry_of((const aftersale_record *)&event, by_key, 0, &entry));
    event.key = "k";
    cr_assert(as__entry_of((const aftersale_record *)&event, by_key, 0, &entry));
    cr_assert_not(as__entry_of((const aftersale_record *)&event, by_key, 1, &entry));
    cr_assert_null(as__index_of(as__kind_of(AFTERSALE_KIND_EVENT), 99));
}

Test(schema_entry, one_entry_for_each_item)
{
    static const as__agenda agenda[] = {{"ann", 1, {1}}, {"bob", 1, {1}}};
    aftersale_enrolment run = {.head = {.kind = AFTERSALE_KIND_ENROLMENT}, .id = 1, .agenda = {agenda, 2}};
    const aftersale_index *by_owner = as__index_of(as__kind_of(AFTERSALE_KIND_ENROLMENT), 1);
    as__entry_bytes entry;
    cr_assert(as__entry_of((const aftersale_record *)&run, by_owner, 0, &entry));
    cr_assert(as__entry_of((const aftersale_record *)&run, by_owner, 1, &entry));
    cr_assert_not(as__entry_of((const aftersale_record *)&run, by_owner, 2, &entry));
}

Test(schema_entry, keys)
{
    aftersale_event event = {.head = {.kind = AFTERSALE_KIND_EVENT, .book = 3}, .root = 4, .number = 5};
    aftersale_customer customer = {.head = {.kind = AFTERSALE_KIND_CUSTOMER, .book = 3}, .id = 6};
    aftersale_key key = as__key_of((const aftersale_record *)&event);
    aftersale_key expected = as__key_make(3, AFTERSALE_KIND_EVENT, 4, 5);
    cr_assert(as__key_same(&key, &expected));
    key = as__key_of((const aftersale_record *)&customer);
    expected = as__key_make(3, AFTERSALE_KIND_CUSTOMER, 0, 6);
    cr_assert(as__key_same(&key, &expected));
    expected.id = 7;
    cr_assert_not(as__key_same(&key, &expected));
    cr_assert_neq(as__key_hash(&key), as__key_hash(&expected));
    uint8_t low[25], high[25];
    aftersale_key_entry(&key, low);
    aftersale_key_entry(&expected, high);
    cr_assert_lt(memcmp(low, high, 25), 0);
}
