/* SPDX-License-Identifier: MIT */
#include "conformance/checked_store.h"
#include <criterion/criterion.h>

static aftersale_status make(void *user, aftersale_store **out)
{
    (void)user;
    return aftersale_memory_open(NULL, out, NULL);
}

/* S3 */
Test(conformance, S3_memory_store)
{
    checked_store_run(&(checked_store){.make = make});
}

Test(conformance, S3_arguments)
{
    aftersale_conformance_run_args args = {.struct_size = sizeof args, .only = "none"};
    size_t failed = 7;
    cr_assert_eq(aftersale_conformance_run(NULL, &failed), AFTERSALE_INVALID);
    cr_assert_eq(failed, 0);
    cr_assert_eq(aftersale_conformance_run(&args, &failed), AFTERSALE_INVALID);
    args.make = make;
    cr_assert_eq(aftersale_conformance_run(&args, NULL), AFTERSALE_OK);
    args.struct_size--;
    cr_assert_eq(aftersale_conformance_run(&args, NULL), AFTERSALE_INVALID);
}
