/* SPDX-License-Identifier: MIT */
/* Plan documents in files: the good are read, of the bad each problem is told with its place (S16). The policy
 * plan_schema holds the JSON Schema to the same files. */
#define _POSIX_C_SOURCE 200809L
#include "rules/plan_template.h"
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct expected {
    const char *file, *path;
    int32_t line;
    as__message message;
} expected[] = {
    {"bad/unknown-key.json", "steps[0].colour", 5, AS__MESSAGE_UNKNOWN_KEY},
    {"bad/kind-missing.json", "steps[0].kind", 4, AS__MESSAGE_REQUIRED},
    {"bad/anchor-missing.json", "steps[0].anchor", 4, AS__MESSAGE_REQUIRED},
    {"bad/anchor-unknown.json", "steps[0].anchor", 5, AS__MESSAGE_NOT_A_CHOICE},
    {"bad/contract-anchor.json", "steps[0].anchor", 5, AS__MESSAGE_NOT_YET},
    {"bad/period.json", "steps[0].after", 5, AS__MESSAGE_NOT_A_PERIOD},
    {"bad/not-after-negative.json", "steps[0].not_after", 5, AS__MESSAGE_NEGATIVE},
    {"bad/window.json", "steps[0].windows[0]", 5, AS__MESSAGE_NOT_A_WINDOW},
    {"bad/owner.json", "steps[0].owner", 5, AS__MESSAGE_NOT_A_CHOICE},
    {"bad/channel-twice.json", "steps[0].channels[1]", 5, AS__MESSAGE_DUPLICATE_KEY},
    {"bad/repeat.json", "steps[0].repeat.every", 5, AS__MESSAGE_NOT_A_PERIOD},
    {"bad/missed-gap.json", "steps[0].missed.gap", 4, AS__MESSAGE_NOT_A_CHOICE},
    {"bad/outcome-unknown.json", "steps[0].outcomes.glad", 5, AS__MESSAGE_UNKNOWN_KEY},
    {"bad/branch-unknown.json", "steps[0].outcomes.reached.do", 5, AS__MESSAGE_NOT_A_CHOICE},
    {"bad/branch-key.json", "steps[0].outcomes.reached.after", 5, AS__MESSAGE_UNKNOWN_KEY},
    {"bad/retry-never.json", "steps[0].outcomes.no_answer.times", 5, AS__MESSAGE_OUT_OF_RANGE},
    {"bad/promise-text.json", "steps[0].promise", 5, AS__MESSAGE_WRONG_TYPE},
    {"bad/cost.json", "steps[0].cost", 5, AS__MESSAGE_WRONG_TYPE},
    {"bad/unseen/key-twice.json", "steps[1].key", 5, AS__MESSAGE_STEP_KEY_TWICE},
    {"bad/unseen/jump-nowhere.json", "steps[0].outcomes.reached.to", 5, AS__MESSAGE_NO_SUCH_STEP},
    {"bad/unseen/jump-itself.json", "steps[0].outcomes.reached.to", 5, AS__MESSAGE_NO_SUCH_STEP},
    {"bad/unseen/no-step-before.json", "steps[0].anchor", 5, AS__MESSAGE_NO_SUCH_STEP},
    {"bad/unseen/outcome-of-nobody.json", "steps[0].anchor.of", 5, AS__MESSAGE_NO_SUCH_STEP},
    {"bad/unseen/no-such-day.json", "steps[0].anchor.date", 5, AS__MESSAGE_NOT_A_DATE},
    {"bad/unseen/hours-of-a-date.json", "steps[0].after", 5, AS__MESSAGE_NOT_A_PERIOD},
    {"bad/unseen/window-backwards.json", "steps[0].windows[0]", 5, AS__MESSAGE_NOT_A_WINDOW},
    {"bad/unseen/no-such-currency.json", "steps[0].cost", 5, AS__MESSAGE_NOT_MONEY},
    {"bad/unseen/wait-for-nothing.json", "steps[0].outcomes.reached.do", 5, AS__MESSAGE_NOT_A_CHOICE},
    {"bad/unseen/cases-differ.json", "steps[0].outcomes.lukewarm", 7, AS__MESSAGE_DISAGREE},
};

static const char *folder_of(const char *inside, char *out, size_t room)
{
    const char *source = getenv("AFTERSALE_SOURCE");
    cr_assert_not_null(source, "AFTERSALE_SOURCE names the folder of the sources");
    snprintf(out, room, "%s/tests/golden/plans/%s", source, inside);
    return out;
}

static aftersale_status read_file(const char *path, as__problems *problems)
{
    static char text[128 * 1024];
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    as__template *plan = NULL;
    aftersale_status status = as__template_read(&as__memory_system, NULL, text, size, problems, &plan);
    as__template_free(plan);
    return status;
}

static const struct expected *expected_of(const char *file)
{
    for (size_t i = 0; i < COUNT(expected); i++) {
        if (strcmp(expected[i].file, file) == 0)
            return &expected[i];
    }
    return NULL;
}

static void judge(const char *inside, const char *name, as__problems *problems)
{
    char file[300], path[1024];
    snprintf(file, sizeof file, "%s%s", inside, name);
    aftersale_status status = read_file(folder_of(file, path, sizeof path), problems);
    if (*inside == '\0') {
        cr_assert_eq(status, AFTERSALE_OK, "%s: %s", file,
                     problems->count > 0 ? problems->items[0].path : "");
        return;
    }
    const struct expected *should = expected_of(file);
    cr_assert_not_null(should, "%s is not in the list of this test", file);
    cr_assert_eq(status, AFTERSALE_INVALID, "%s", file);
    const aftersale_problem *first = &problems->items[0];
    cr_assert_str_eq(first->path, should->path, "%s: %s", file, first->path);
    cr_assert_eq(first->line, should->line, "%s: line %d", file, first->line);
    cr_assert_eq(first->number, (int32_t)should->message, "%s: %s", file, first->text);
}

static size_t judge_folder(const char *inside)
{
    char path[1024];
    DIR *folder = opendir(folder_of(inside, path, sizeof path));
    cr_assert_not_null(folder, "%s", path);
    as__problems *problems = malloc(sizeof *problems);
    as__problems_init(problems, &as__memory_system);
    size_t count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (strstr(entry->d_name, ".json") == NULL)
            continue;
        as__problems_reset(problems);
        judge(inside, entry->d_name, problems);
        count++;
    }
    closedir(folder);
    as__problems_free(problems);
    free(problems);
    return count;
}

Test(golden_plans, good)
{
    cr_assert_geq(judge_folder(""), 3);
}

Test(golden_plans, bad)
{
    cr_assert_eq(judge_folder("bad/") + judge_folder("bad/unseen/"), COUNT(expected));
}
