/* SPDX-License-Identifier: MIT */
/* Two writers that draw the same ids, as two processes with one seed and one clock do (S2, S4). */
#include <aftersale.h>
#include <criterion/criterion.h>
#include <string.h>

static aftersale_status standing_clock(void *user, aftersale_time *out)
{
    (void)user;
    return aftersale_time_parse("2026-11-20T09:00:00Z", out);
}

/* A source without chance: whoever asks at one time gets one answer. */
static aftersale_status no_chance(void *user, void *out, size_t size)
{
    (void)user;
    memset(out, 0, size);
    return AFTERSALE_OK;
}

static aftersale_context *same_context(void)
{
    aftersale_context *context = NULL;
    cr_assert_eq(
        aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = standing_clock, .random = no_chance),
                              &context, NULL),
        0);
    return context;
}

static aftersale_id record(aftersale_book *book, const char *customer, const char *sale)
{
    aftersale_id id;
    cr_assert_eq(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = customer), NULL),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_sale_record(book,
                                       AFTERSALE_ARGS(sale_record, .ref = sale, .customer.ref = customer,
                                                      .plan = "one-off-sale"),
                                       &id),
                 AFTERSALE_OK, "%s", aftersale_book_error(book)->text);
    return id;
}

/* Handles on one book share what they have drawn; once the last is gone that is forgotten. The clock stands still, so
 * that only the store can tell the two apart. */
Test(clash, an_id_that_is_taken_is_drawn_again)
{
    aftersale_context *context = same_context();
    aftersale_store *store = NULL;
    aftersale_book *first = NULL, *second = NULL;
    cr_assert_eq(aftersale_memory_open(context, &store, NULL), 0);
    cr_assert_eq(aftersale_book_open(store,
                                     AFTERSALE_ARGS(book_open, .name = "a", .flags = AFTERSALE_BOOK_CREATE),
                                     &first, NULL),
                 0);
    aftersale_id one = record(first, "C-1", "S-1");
    aftersale_book_free(first); /* the last handle: what was drawn is forgotten */
    cr_assert_eq(aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = "a"), &second, NULL), 0);
    /* As many draws as before the first sale. */
    cr_assert_eq(aftersale_customer_put(second, AFTERSALE_ARGS(customer_put, .ref = "C-0"), NULL),
                 AFTERSALE_OK);
    aftersale_id other = record(second, "C-2", "S-2");
    cr_assert_neq(memcmp(&one, &other, sizeof one), 0);
    const aftersale_sale *sale = NULL;
    cr_assert_eq(aftersale_sale_get(second, one, &sale), AFTERSALE_OK);
    cr_assert_str_eq(aftersale_sale_ref(sale), "S-1");
    aftersale_sale_free(sale);
    aftersale_book_free(second);
    aftersale_store_free(store);
    aftersale_context_free(context);
}
