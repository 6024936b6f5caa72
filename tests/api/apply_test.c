/* SPDX-License-Identifier: MIT */
/* Commands as data (S77). */
#include "each_store.h"
#include <stdio.h>
#include <string.h>

static aftersale_customer_put_args customer(const char *ref)
{
    return (aftersale_customer_put_args){.struct_size = sizeof(aftersale_customer_put_args), .ref = ref};
}

static bool is_given(aftersale_id id)
{
    static const aftersale_id none;
    return memcmp(id.bytes, none.bytes, sizeof none) != 0;
}

static bool is_there(clocked_book *at, const char *ref)
{
    const aftersale_customer *found;
    aftersale_status status = aftersale_customer_find(at->book, ref, &found);
    aftersale_customer_free(found);
    return status == AFTERSALE_OK;
}

EACH_STORE(apply, all_or_nothing_writes_all)
{
    aftersale_customer_put_args ann = customer("C-1");
    aftersale_sale_record_args sale = {.struct_size = sizeof sale,
                                       .ref = "S-1",
                                       .customer.ref = "C-1",
                                       .sold = {2026, 3, 1},
                                       .plan = "one-off-sale"};
    aftersale_command commands[] = {{.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &ann},
                                    {.command = AFTERSALE_DO_SALE_RECORD, .args = &sale}};
    unsigned told = at->committed;
    GOES(aftersale_book_apply(at->book, commands, 2, AFTERSALE_APPLY_ALL_OR_NOTHING));
    cr_assert(is_given(commands[0].id) && is_given(commands[1].id));
    cr_assert(is_there(at, "C-1"));
    cr_assert_eq(at->committed, told + 1);
    cr_assert_eq(aftersale_book_did(at->book), AFTERSALE_DID_CHANGE);
    GOES(aftersale_book_apply(at->book, commands, 2,
                              AFTERSALE_APPLY_ALL_OR_NOTHING)); /* again: nothing to do */
    cr_assert_eq(at->committed, told + 1);
}

EACH_STORE(apply, all_or_nothing_writes_nothing)
{
    aftersale_customer_put_args good = customer("C-1"), bad = customer(""), more = customer("C-3");
    aftersale_command commands[] = {{.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &good},
                                    {.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &bad},
                                    {.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &more, .status = -1}};
    cr_assert_eq(aftersale_book_apply(at->book, commands, 3, AFTERSALE_APPLY_ALL_OR_NOTHING),
                 AFTERSALE_INVALID);
    cr_assert_eq(commands[0].status, AFTERSALE_OK);
    cr_assert_eq(commands[1].status, AFTERSALE_INVALID);
    cr_assert_eq(commands[2].status, AFTERSALE_OK);
    cr_assert_not(is_given(commands[0].id));
    cr_assert_str_eq(aftersale_book_error(at->book)->problems[0]->path, "ref");
    cr_assert_not(is_there(at, "C-1"));
    cr_assert_not(is_there(at, "C-3"));
}

EACH_STORE(apply, each_alone_leaves_the_others)
{
    enum { COUNT = 2500 };
    static aftersale_command commands[COUNT];
    static aftersale_customer_put_args args[COUNT];
    static char refs[COUNT][16];
    for (int i = 0; i < COUNT; i++) {
        if (i % 100 != 7) /* those have no ref */
            snprintf(refs[i], sizeof refs[i], "C-%d", i);
        args[i] = customer(refs[i]);
        commands[i] = (aftersale_command){.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &args[i]};
    }
    cr_assert_eq(aftersale_book_apply(at->book, commands, COUNT, AFTERSALE_APPLY_EACH_ALONE),
                 AFTERSALE_INVALID);
    cr_assert_eq(aftersale_book_error(at->book)->status, AFTERSALE_INVALID);
    for (int i = 0; i < COUNT; i++) {
        cr_assert_eq(commands[i].status, i % 100 == 7 ? AFTERSALE_INVALID : AFTERSALE_OK);
        cr_assert_eq(is_given(commands[i].id), i % 100 != 7);
    }
    cr_assert(is_there(at, "C-0"));
    cr_assert(is_there(at, "C-2499"));
}

EACH_STORE(apply, wrong_use)
{
    aftersale_customer_put_args good = customer("C-1");
    aftersale_command commands[] = {{.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &good},
                                    {.command = 99},
                                    {.command = AFTERSALE_DO_CUSTOMER_PUT}};
    cr_assert_eq(aftersale_book_apply(at->book, commands, 1, 9), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_book_apply(at->book, NULL, 1, AFTERSALE_APPLY_EACH_ALONE), AFTERSALE_INVALID);
    GOES(aftersale_book_apply(at->book, NULL, 0, AFTERSALE_APPLY_EACH_ALONE));
    cr_assert_eq(aftersale_book_apply(at->book, commands, 3, AFTERSALE_APPLY_EACH_ALONE), AFTERSALE_INVALID);
    cr_assert_eq(commands[0].status, AFTERSALE_OK);
    cr_assert_eq(commands[1].status, AFTERSALE_INVALID);
    cr_assert_eq(commands[2].status, AFTERSALE_INVALID);
    GOES(aftersale_group_begin(at->book, 0));
    cr_assert_eq(aftersale_book_apply(at->book, commands, 1, AFTERSALE_APPLY_EACH_ALONE), AFTERSALE_STATE);
    GOES(aftersale_group_drop(at->book));
}
