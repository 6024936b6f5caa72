/* SPDX-License-Identifier: MIT */
#include "store/conformance/check.h"
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NAME_MAX 96

/* What a run has come to. */
typedef struct run {
    const aftersale_conformance_run_args *args;
    as__owner *owner;
    size_t failed;
    uint64_t seed; /* of the check under way */
    aftersale_status status;
} run;

/* A check of the lists, or one that is made for a kind and index. */
typedef struct job {
    const char *name;
    void (*plain)(as__trial *trial);
    void (*indexed)(as__trial *trial, const as__kind *kind, int32_t number);
    void (*of_kind)(as__trial *trial, const as__kind *kind);
    const as__kind *kind;
    int32_t number;
} job;

static bool is_asked_for(const aftersale_conformance_run_args *args, const char *name)
{
    return args->only == NULL || strncmp(name, args->only, strlen(args->only)) == 0;
}

static void run_one(run *at, const job *what)
{
    as__trial trial;
    aftersale_store *store = NULL;
    at->seed++; /* also of those that are left out: each check is the same alone as among all */
    if (at->status != AFTERSALE_OK || !is_asked_for(at->args, what->name))
        return;
    at->status = at->args->make(at->args->user, &store);
    if (at->status != AFTERSALE_OK)
        return;
    as__trial_begin(&trial, at->args, at->owner, store, at->args->seed * 1000 + at->seed);
    if (what->plain != NULL)
        what->plain(&trial);
    else if (what->indexed != NULL)
        what->indexed(&trial, what->kind, what->number);
    else
        what->of_kind(&trial, what->kind);
    as__trial_close(trial.store);
    at->failed += trial.result == AFTERSALE_CHECK_FAILED;
    if (at->args->checked != NULL)
        at->args->checked(at->args->user, what->name, trial.result, trial.text);
    as__trial_end(&trial);
}

static void run_list(run *at, const as__checks *list)
{
    for (size_t i = 0; i < list->count; i++)
        run_one(at, &(job){.name = list->items[i].name, .plain = list->items[i].run});
}

static void run_index(run *at, const as__kind *kind, const aftersale_index *index)
{
    char name[NAME_MAX];
    const char *word = index != NULL ? index->name : "key";
    job what = {.name = name, .kind = kind, .number = index != NULL ? index->number : 0};
    snprintf(name, sizeof name, "range.%s.%s", kind->name, word);
    what.indexed = as__check_scan_of;
    run_one(at, &what);
    snprintf(name, sizeof name, "page.%s.%s", kind->name, word);
    what.indexed = as__check_pages_of;
    run_one(at, &what);
}

static void run_kinds(run *at)
{
    for (size_t i = 0; i < aftersale_kind_count(); i++) {
        const as__kind *kind = as__kind_of(aftersale_kind_at(i));
        char name[NAME_MAX];
        snprintf(name, sizeof name, "field.%s", kind->name);
        run_one(at, &(job){.name = name, .of_kind = as__check_fields_of, .kind = kind});
        run_index(at, kind, NULL);
        for (size_t j = 0; j < kind->index_count; j++)
            run_index(at, kind, &kind->indexes[j]);
    }
}

static void nothing_to_free(as__owner *owner)
{
    (void)owner;
}

aftersale_status aftersale_conformance_run(const aftersale_conformance_run_args *args, size_t *failed)
{
    static const as__checks *const lists[] = {
        &as__checks_get,    &as__checks_commit,  &as__checks_rollback, &as__checks_unique,
        &as__checks_list,   &as__checks_counter, &as__checks_scan,     &as__checks_content,
        &as__checks_handle, &as__checks_rival,   &as__checks_thread,
    };
    if (failed != NULL)
        *failed = 0;
    if (args == NULL || args->struct_size != sizeof *args || args->make == NULL)
        return AFTERSALE_INVALID;
    as__owner owner = {.memory = as__memory_system, .gone = nothing_to_free};
    atomic_init(&owner.refs, 1);
    run at = {.args = args, .owner = &owner, .status = AFTERSALE_OK};
    for (size_t i = 0; i < COUNT(lists); i++)
        run_list(&at, lists[i]);
    run_kinds(&at);
    if (failed != NULL)
        *failed = at.failed;
    return at.status;
}
