/* SPDX-License-Identifier: MIT */
#include "rules/plan_template.h"
#include "rules/plan_document.h"
#include "value/text.h"
#include <string.h>

#define DOCUMENT_MAX (128 * 1024)
#define DEPTH_MAX 16
#define STEP_NUMBER_MAX 1023

static bool has_language(const as__wording *wording, const char *language, size_t size)
{
    return strlen(wording->language) == size && memcmp(wording->language, language, size) == 0;
}

/* The language itself, then with one part less each time: "zh-Hant-TW", "zh-Hant", "zh". */
static const as__wording *find_wording(as__wordings wordings, const char *language)
{
    size_t size = language == NULL ? 0 : strlen(language);
    while (size > 0) {
        for (size_t i = 0; i < wordings.count; i++) {
            if (has_language(&wordings.items[i], language, size))
                return &wordings.items[i];
        }
        while (size > 0 && language[size - 1] != '-')
            size--;
        if (size > 0)
            size--;
    }
    return NULL;
}

as__wording as__wording_in(as__wordings wordings, const char *language, const char *fallback)
{
    const as__wording *found = find_wording(wordings, language);
    if (found == NULL)
        found = find_wording(wordings, fallback);
    if (found == NULL && wordings.count > 0)
        found = &wordings.items[0];
    return found != NULL ? *found : (as__wording){NULL, NULL};
}

const char *as__wording_of(as__wordings wordings, const char *language, const char *fallback)
{
    return as__wording_in(wordings, language, fallback).text;
}

bool as__step_is_promised(const as__step *step)
{
    return step->promise.count != 0 && strcmp(step->kind, "gift") != 0;
}

static as__template *new_template(const as__memory *memory)
{
    as__template *plan = as__memory_take(memory, sizeof *plan);
    if (plan == NULL)
        return NULL;
    as__arena_init(&plan->arena, memory);
    atomic_init(&plan->refs, 1);
    return plan;
}

aftersale_status as__template_read(const as__memory *memory, const as__rule_reader *rules, const char *json,
                                   size_t size, as__problems *problems, as__template **out)
{
    as__json document;
    size_t before = problems->seen;
    aftersale_status status =
        as__json_read(memory, json, size, (as__json_limits){DOCUMENT_MAX, DEPTH_MAX}, 1, problems, &document);
    if (status != AFTERSALE_OK)
        return status;
    as__template *plan = new_template(memory);
    if (plan == NULL) {
        as__json_free(&document);
        return AFTERSALE_NO_MEMORY;
    }

    as__arena scratch;
    as__arena_init(&scratch, memory);
    as__plan_reader reader = {
        .json = &document, .rules = rules, .problems = problems, .arena = &plan->arena, .scratch = &scratch};
    as__plan_document_read(&reader, document.root, plan);
    as__arena_free(&scratch);
    as__json_free(&document);
    if (reader.failed || problems->failed)
        status = AFTERSALE_NO_MEMORY;
    else if (problems->seen != before)
        status = AFTERSALE_INVALID;
    if (status != AFTERSALE_OK) {
        as__template_free(plan);
        return status;
    }
    *out = plan;
    return AFTERSALE_OK;
}

/* Counting references changes no template: who holds a const one may. */
static as__template *counted(const as__template *plan)
{
    return (as__template *)(uintptr_t)plan;
}

void as__template_keep(const as__template *plan)
{
    atomic_fetch_add_explicit(&counted(plan)->refs, 1, memory_order_relaxed);
}

void as__template_free(const as__template *plan)
{
    if (plan == NULL || atomic_fetch_sub_explicit(&counted(plan)->refs, 1, memory_order_acq_rel) != 1)
        return;
    as__template *last = counted(plan);
    const as__memory *memory = last->arena.memory;
    as__arena_free(&last->arena);
    as__memory_give(memory, last, sizeof *last);
}

const as__branch *as__branch_of(const as__step *step, int32_t outcome)
{
    return &step->branches[outcome >= 1 && outcome <= AS__OUTCOME_COUNT ? outcome : 0];
}

static const as__step_number *number_of(const as__step_number *numbers, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (as__text_same(numbers[i].key, key))
            return &numbers[i];
    }
    return NULL;
}

aftersale_status as__template_number(as__template *plan, int32_t version, const as__step_number *numbers,
                                     size_t count)
{
    /* The steps lie in the template's own arena, and nobody else has seen it yet. */
    as__step *steps = (as__step *)(uintptr_t)plan->steps;
    for (size_t i = 0; i < plan->step_count; i++) {
        const as__step_number *found = number_of(numbers, count, steps[i].key);
        if (found == NULL || found->number < 1 || found->number > STEP_NUMBER_MAX)
            return AFTERSALE_CORRUPT;
        steps[i].number = found->number;
    }
    plan->version = version;
    return AFTERSALE_OK;
}

size_t as__template_step(const as__template *plan, int32_t number)
{
    size_t i = 0;
    while (i < plan->step_count && plan->steps[i].number != number)
        i++;
    return i;
}

size_t as__template_step_named(const as__template *plan, const char *key)
{
    size_t i = 0;
    while (i < plan->step_count && strcmp(plan->steps[i].key, key) != 0)
        i++;
    return i;
}

size_t as__template_numbers(const as__template *plan, const as__step_number *before, size_t before_count,
                            as__step_number *out)
{
    size_t count = before_count;
    int32_t last = 0;
    for (size_t i = 0; i < before_count; i++) {
        out[i] = before[i];
        if (before[i].number > last)
            last = before[i].number;
    }
    for (size_t i = 0; i < plan->step_count; i++) {
        if (number_of(before, before_count, plan->steps[i].key) != NULL)
            continue;
        if (last == STEP_NUMBER_MAX)
            return 0;
        out[count++] = (as__step_number){.key = plan->steps[i].key, .number = ++last};
    }
    return count;
}
