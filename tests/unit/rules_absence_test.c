/* SPDX-License-Identifier: MIT */
/* Who is there on a day (S25, S76). */
#include "rules/absence.h"
#include <criterion/criterion.h>

static aftersale_date november(int day)
{
    return (aftersale_date){2026, 11, (uint8_t)day};
}

Test(rules_absence, first_day_counts_and_the_first_day_back_does_not_S76)
{
    aftersale_absence weeks[] = {{november(9), november(14), "sea"},
                                 {november(12), november(16), NULL}, /* overlaps */
                                 {november(16), november(17), NULL}, /* goes on */
                                 {november(20), november(20), NULL}, /* no day at all */
                                 {november(25), {9999, 12, 31}, "left"}};
    aftersale_actor sam = {.ref = "sam", .absences = {weeks, 5}};
    for (int day = 1; day <= 30; day++)
        cr_assert_eq(as__is_away(&sam, november(day)), (day >= 9 && day < 17) || day >= 25, "%d", day);
    cr_assert(as__is_away(&sam, (aftersale_date){2031, 1, 1}));
    sam.absences.count = 0;
    cr_assert_not(as__is_away(&sam, november(10)));
}

Test(rules_absence, roles_S76)
{
    static const char *const roles[] = {"office", "service"};
    aftersale_actor sam = {.ref = "sam", .roles = {roles, 2}};
    cr_assert(as__has_role(&sam, "service"));
    cr_assert_not(as__has_role(&sam, "serv"));
    sam.roles.count = 0;
    cr_assert_not(as__has_role(&sam, "office"));
}
