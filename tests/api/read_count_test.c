/* SPDX-License-Identifier: MIT */
/* What reading costs in memory: counts, which no noise of the machine can move. */
#include "support/failing_memory.h"
#include <aftersale.h>
#include <criterion/criterion.h>

static failing_memory memory;
static aftersale_context *context;
static aftersale_store *store;
static aftersale_book *book;

static void open_memory(void)
{
    aftersale_error error = {.struct_size = sizeof error};
    cr_assert_eq(aftersale_context_new(AFTERSALE_ARGS(context_new, .memory = failing_memory_resize,
                                                      .memory_user = &memory, .seed = 5),
                                       &context, &error),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_memory_open(context, &store, &error), AFTERSALE_OK);
    cr_assert_eq(
        aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = "acme", .flags = AFTERSALE_BOOK_CREATE),
                            &book, &error),
        AFTERSALE_OK);
}

static void close_memory(void)
{
    aftersale_book_free(book);
    aftersale_store_free(store);
    aftersale_context_free(context);
    cr_assert_eq(memory.held, 0);
}

TestSuite(read_count, .init = open_memory, .fini = close_memory);

/* S9: a record in memory is shared with its reader, not copied for each. */
Test(read_count, allocations_of_a_record_read)
{
    const aftersale_customer *customer;
    aftersale_id id;
    size_t before;
    cr_assert_eq(aftersale_customer_put(book,
                                        AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = "Ada",
                                                       .contacts = AFTERSALE_LIST(
                                                           contact, {.channel = "phone", .address = "1"})),
                                        &id),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_customer_get(book, id, &customer), AFTERSALE_OK);
    aftersale_customer_free(customer);
    before = memory.calls;
    for (int i = 0; i < 100; i++) {
        cr_assert_eq(aftersale_customer_get(book, id, &customer), AFTERSALE_OK);
        cr_assert_str_eq(aftersale_customer_name(customer), "Ada");
        aftersale_customer_free(customer);
    }
    cr_assert_eq(memory.calls, before);
}
