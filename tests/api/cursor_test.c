/* SPDX-License-Identifier: MIT */
/* What holds of every cursor, and columns. */
#include "each_store.h"
#include <stdio.h>
#include <string.h>

static void put_customers(clocked_book *at, int count)
{
    char ref[16];
    for (int i = 0; i < count; i++) {
        snprintf(ref, sizeof ref, "C-%03d", i);
        GOES(aftersale_customer_put(at->book,
                                    AFTERSALE_ARGS(customer_put, .ref = ref,
                                                   .owner = i % 2 == 0 ? "ann" : "bob",
                                                   .tier = i % 3 == 0 ? "gold" : NULL),
                                    NULL));
    }
}

/* S70: a cursor keeps what it needs: the order in which things are freed never matters. */
EACH_STORE(cursor, outlives_its_book)
{
    aftersale_book *book = clocked_book_again(at);
    aftersale_cursor *cursor;
    const aftersale_customer *row;
    put_customers(at, 3);
    GOES(aftersale_customer_list(book, NULL, &cursor));
    cr_assert_eq(aftersale_customer_next(cursor, &row), AFTERSALE_ROW);
    aftersale_book_free(book);
    cr_assert_eq(aftersale_customer_next(cursor, &row), AFTERSALE_INVALID);
    cr_assert_null(row);
    aftersale_cursor_free(cursor);
}

EACH_STORE(cursor, rows_are_kept_by_reference)
{
    aftersale_cursor *cursor;
    const aftersale_customer *row;
    const aftersale_record *kept;
    put_customers(at, 40);
    GOES(aftersale_customer_list(at->book, NULL, &cursor));
    cr_assert_eq(aftersale_customer_next(cursor, &row), AFTERSALE_ROW);
    kept = aftersale_record_keep((const aftersale_record *)row);
    for (int i = 1; i < 40; i++)
        cr_assert_eq(aftersale_customer_next(cursor, &row), AFTERSALE_ROW);
    cr_assert_eq(aftersale_customer_next(cursor, &row), AFTERSALE_DONE);
    cr_assert_eq(aftersale_customer_next(cursor, &row), AFTERSALE_DONE);
    aftersale_cursor_free(cursor);
    cr_assert_str_eq(aftersale_customer_ref((const aftersale_customer *)kept), "C-000");
    aftersale_record_free(kept);
}

EACH_STORE(cursor, survives_commands_and_goes_on_behind_its_last_row)
{
    aftersale_cursor *cursor;
    const aftersale_customer *row;
    int count = 0;
    put_customers(at, 20);
    GOES(aftersale_customer_list(at->book, NULL, &cursor));
    for (; count < 16; count++)
        cr_assert_eq(aftersale_customer_next(cursor, &row), AFTERSALE_ROW);
    GOES(aftersale_customer_put(at->book, AFTERSALE_ARGS(customer_put, .ref = "A-0", .owner = "ann"), NULL));
    GOES(aftersale_customer_put(at->book, AFTERSALE_ARGS(customer_put, .ref = "Z-9", .owner = "bob"), NULL));
    while (aftersale_customer_next(cursor, &row) == AFTERSALE_ROW)
        count++;
    cr_assert_eq(count, 21); /* Z-9 lay ahead, A-0 behind */
    aftersale_cursor_free(cursor);
}

EACH_STORE(cursor, wrong_kind_is_invalid)
{
    aftersale_cursor *cursor;
    const aftersale_sale *sale;
    const aftersale_record *record;
    put_customers(at, 1);
    GOES(aftersale_customer_list(at->book, NULL, &cursor));
    cr_assert_eq(aftersale_sale_next(cursor, &sale), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_cursor_next(cursor, &record), AFTERSALE_ROW);
    cr_assert_eq(aftersale_record_kind(record), AFTERSALE_KIND_CUSTOMER);
    cr_assert_eq(aftersale_cursor_next(NULL, &record), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_cursor_next(cursor, NULL), AFTERSALE_INVALID);
    aftersale_cursor_free(cursor);
    aftersale_cursor_free(NULL);
}

static bool is_valid(const aftersale_column *column, size_t row)
{
    return column->valid == NULL || (column->valid[row / 8] >> row % 8 & 1) != 0;
}

static void expect_text(const aftersale_column *column, size_t row, const char *text)
{
    const char *bytes = column->values;
    size_t size = (size_t)(column->offsets[row + 1] - column->offsets[row]);
    cr_assert_eq(size, strlen(text));
    cr_assert_eq(memcmp(bytes + column->offsets[row], text, size), 0);
}

EACH_STORE(cursor, columns_hold_a_block_of_rows)
{
    aftersale_cursor *cursor;
    const aftersale_columns *block;
    put_customers(at, 20);
    GOES(aftersale_customer_list(at->book, AFTERSALE_ARGS(customer_list, .owner = "bob"), &cursor));
    cr_assert_eq(aftersale_cursor_columns(cursor, "ref, tier,id,created", 4, &block), AFTERSALE_ROW);
    cr_assert_eq(block->rows, 4);
    cr_assert_eq(block->count, 4);
    cr_assert_str_eq(block->columns[0]->name, "ref");
    cr_assert_eq(block->columns[0]->field, AFTERSALE_FIELD_CUSTOMER_REF);
    cr_assert_null(block->columns[0]->valid);
    expect_text(block->columns[0], 0, "C-001");
    expect_text(block->columns[0], 3, "C-007");
    cr_assert_not(is_valid(block->columns[1], 0));
    cr_assert(is_valid(block->columns[1], 1));
    expect_text(block->columns[1], 0, "");
    expect_text(block->columns[1], 1, "gold");
    cr_assert_eq(block->columns[2]->type, AFTERSALE_TYPE_ID);
    cr_assert_gt(((const int64_t *)block->columns[3]->values)[1],
                 ((const int64_t *)block->columns[3]->values)[0]);
    cr_assert_eq(aftersale_cursor_columns(cursor, "ref", 100, &block), AFTERSALE_ROW);
    cr_assert_eq(block->rows, 6);
    expect_text(block->columns[0], 0, "C-009");
    cr_assert_eq(aftersale_cursor_columns(cursor, "ref", 100, &block), AFTERSALE_DONE);
    cr_assert_null(block);
    aftersale_cursor_free(cursor);
}

EACH_STORE(cursor, columns_list_all_wrong_names)
{
    aftersale_cursor *cursor;
    const aftersale_columns *block;
    put_customers(at, 1);
    GOES(aftersale_customer_list(at->book, NULL, &cursor));
    cr_assert_eq(aftersale_cursor_columns(cursor, "ref,nonsense,tags,", 1, &block), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_book_error(at->book)->problem_count, 3);
    cr_assert_str_eq(aftersale_book_error(at->book)->problems[0]->path, "names[1]");
    cr_assert_eq(aftersale_cursor_columns(cursor, "ref", 0, &block), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_cursor_columns(cursor, NULL, 1, &block), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_cursor_columns(cursor, "ref", 1, &block), AFTERSALE_ROW);
    aftersale_cursor_free(cursor);
}

EACH_STORE(cursor, columns_of_sales_and_of_a_worklist)
{
    aftersale_cursor *cursor;
    const aftersale_columns *block;
    put_customers(at, 2);
    GOES(aftersale_sale_record(
        at->book,
        AFTERSALE_ARGS(sale_record, .ref = "S-1", .customer.ref = "C-000", .sold = {2026, 3, 1},
                       .plan = "one-off-sale",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "B24", .price = {1250, "GBP", 2}})),
        NULL));
    GOES(aftersale_sale_list(at->book, NULL, &cursor));
    cr_assert_eq(aftersale_cursor_columns(cursor, "ref,sold,total,delivered", 9, &block), AFTERSALE_ROW);
    cr_assert_eq(((const int32_t *)block->columns[1]->values)[0], 20513); /* days from 1970 to 2026-03-01 */
    cr_assert_eq(((const int64_t *)block->columns[2]->values)[0], 1250);
    cr_assert_not(is_valid(block->columns[3], 0));
    aftersale_cursor_free(cursor);

    GOES(aftersale_consent_set(at->book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C-000", .source = "shop",
                                              .purposes = AFTERSALE_PURPOSE_RELATIONSHIP,
                                              .answer = AFTERSALE_CONSENT_YES),
                               NULL));
    GOES(aftersale_worklist(at->book, AFTERSALE_ARGS(worklist, .at = {1772600000000000}), &cursor));
    cr_assert_eq(aftersale_cursor_columns(cursor, "step,due,customer_ref,sale_ref,why,days_late,last_contact",
                                          9, &block),
                 AFTERSALE_ROW, "%s", aftersale_book_error(at->book)->text);
    expect_text(block->columns[0], 0, "thanks");
    expect_text(block->columns[2], 0, "C-000");
    expect_text(block->columns[3], 0, "S-1");
    cr_assert_not(is_valid(block->columns[6], 0));
    aftersale_cursor_free(cursor);
}
