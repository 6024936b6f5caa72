/* SPDX-License-Identifier: MIT */
#include "engine/import_batch.h"
#include "engine/batch.h"
#include <string.h>

#define BATCH_TEXT ((size_t)1 << 20)    /* a batch of long lines is shorter */
#define WAITING_MOST ((size_t)16 << 20) /* text of lines put aside */
#define WAIT_AT_LEAST 1000              /* lines before what was put aside is tried again */
#define PASSES 64 /* over them: what names one another in a longer chain backwards is bad */

typedef struct place {
    size_t at, size;
    uint64_t number, offset;
    bool is_begun;
} place;

void as__lines_init(as__lines *lines, const as__memory *memory)
{
    as__buffer_init(&lines->text, memory);
    as__buffer_init(&lines->places, memory);
    lines->count = 0;
}

void as__lines_free(as__lines *lines)
{
    as__buffer_free(&lines->text);
    as__buffer_free(&lines->places);
    lines->count = 0;
}

void as__lines_add(as__lines *lines, as__line line)
{
    place to = {lines->text.size, line.size, line.number, line.offset, line.is_begun};
    as__buffer_append(&lines->text, line.text, line.size);
    as__buffer_append(&lines->places, &to, sizeof to);
    lines->count++;
}

as__line as__lines_at(const as__lines *lines, size_t i)
{
    place from;
    memcpy(&from, lines->places.data + i * sizeof from, sizeof from);
    return (as__line){(const char *)lines->text.data + from.at, from.size, from.number, from.offset,
                      from.is_begun};
}

void as__lines_note_begun(as__lines *lines, size_t i)
{
    place at;
    memcpy(&at, lines->places.data + i * sizeof at, sizeof at);
    at.is_begun = true;
    memcpy(lines->places.data + i * sizeof at, &at, sizeof at);
}

void as__lines_clear(as__lines *lines)
{
    lines->text.size = lines->places.size = lines->count = 0;
}

static bool has_failed(const as__lines *lines)
{
    return lines->text.failed || lines->places.failed;
}

static aftersale_status no_memory(aftersale_importer *importer)
{
    return as__fail(importer->book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
}

static bool is_written_down(const aftersale_importer *importer, as__line line)
{
    const aftersale_import_args *args = &importer->args;
    return args->rejects == NULL || line.text == NULL ||
           (args->rejects(args->rejects_user, line.text, line.size) == 0 &&
            args->rejects(args->rejects_user, "\n", 1) == 0);
}

aftersale_status as__import_bad(aftersale_importer *importer, as__line line, const aftersale_error *error)
{
    const aftersale_import_args *args = &importer->args;
    importer->counts.bad++;
    if (is_written_down(importer, line) &&
        (args->bad_line == NULL || args->bad_line(args->bad_line_user, line.number, error) == 0))
        return AFTERSALE_OK;
    return as__fail(importer->book, AFTERSALE_CANCELLED, AS__MESSAGE_CANCELLED, NULL);
}

/* What waits is older than what is gathered, and each list is in the order of the text. */
void as__import_note_settled(aftersale_importer *importer)
{
    const as__lines *first = importer->waiting.count != 0 ? &importer->waiting : &importer->batch;
    importer->counts.settled_bytes = importer->begin;
    importer->counts.settled_lines = importer->number;
    if (first->count != 0) {
        importer->counts.settled_bytes = as__lines_at(first, 0).offset;
        importer->counts.settled_lines = as__lines_at(first, 0).number - 1;
    }
}

bool as__import_is_of_line(aftersale_status status)
{
    switch (status) {
    case AFTERSALE_INVALID:
    case AFTERSALE_NOT_FOUND:
    case AFTERSALE_EXISTS:
    case AFTERSALE_CONFLICT:
    case AFTERSALE_STATE:
    case AFTERSALE_BLOCKED:
    case AFTERSALE_LIMIT:
        return true;
    default:
        return false;
    }
}

static const char *keep_text(aftersale_importer *importer, const char *text)
{
    return as__arena_text(&importer->failures, text, strlen(text));
}

static const aftersale_problem *keep_problem(aftersale_importer *importer, const aftersale_problem *problem,
                                             int32_t line)
{
    aftersale_problem *kept = as__arena_take(&importer->failures, sizeof *kept);
    if (kept == NULL)
        return NULL;
    *kept = *problem;
    kept->path = keep_text(importer, problem->path);
    kept->text = keep_text(importer, problem->text);
    if (kept->line == 0)
        kept->line = line;
    return kept->path != NULL && kept->text != NULL ? kept : NULL;
}

/* The book's error as it stands, for when the batch is committed. NULL: no memory. */
static const aftersale_error *keep_error(aftersale_importer *importer, uint64_t number)
{
    const aftersale_error *error = &importer->book->error;
    size_t count = (size_t)error->problem_count;
    aftersale_error *kept = as__arena_take(&importer->failures, sizeof *kept);
    const aftersale_problem **list = as__arena_take(&importer->failures, (count + 1) * sizeof *list);
    if (kept == NULL || list == NULL)
        return NULL;
    *kept = *error;
    kept->problems = count != 0 ? list : NULL;
    for (size_t i = 0; i < count; i++) {
        list[i] =
            keep_problem(importer, error->problems[i], number < INT32_MAX ? (int32_t)number : INT32_MAX);
        if (list[i] == NULL)
            return NULL;
    }
    return kept;
}

static void count_did(aftersale_import_counts *tally, int32_t did, bool is_begun)
{
    if (did == AFTERSALE_DID_MAKE || is_begun)
        tally->made++;
    else if (did == AFTERSALE_DID_CHANGE || did == AFTERSALE_DID_LATE)
        tally->changed++;
    else
        tally->same++;
}

static aftersale_status run_line(void *user, size_t i)
{
    aftersale_importer *importer = user;
    as__line line = as__lines_at(&importer->batch, i);
    aftersale_status status;
    if (i == 0) { /* perhaps again, after a rival */
        memset(&importer->tally, 0, sizeof importer->tally);
        as__arena_reset(&importer->failures);
    }
    status = as__import_line(importer, line);
    importer->verdicts[i] = status;
    importer->errors[i] = NULL;
    if (status == AFTERSALE_OK) {
        if (importer->is_skipped)
            importer->tally.skipped++;
        else
            count_did(&importer->tally, importer->book->did, line.is_begun);
        return status;
    }
    if (!as__import_is_of_line(status))
        return status;
    importer->errors[i] = keep_error(importer, line.number);
    return importer->errors[i] != NULL ? AFTERSALE_OK : no_memory(importer);
}

/* After the commit: what waits is put aside, what is bad is told. */
static aftersale_status sort_lines(aftersale_importer *importer, bool may_wait)
{
    for (size_t i = 0; i < importer->batch.count; i++) {
        as__line line = as__lines_at(&importer->batch, i);
        aftersale_status status = AFTERSALE_OK;
        if (importer->verdicts[i] == AFTERSALE_NOT_FOUND && may_wait)
            as__lines_add(&importer->waiting, line);
        else if (importer->verdicts[i] != AFTERSALE_OK)
            status = as__import_bad(importer, line, importer->errors[i]);
        if (status != AFTERSALE_OK)
            return status;
    }
    return has_failed(&importer->waiting) ? no_memory(importer) : AFTERSALE_OK;
}

static aftersale_status run_batch(aftersale_importer *importer, bool may_wait)
{
    bool wrote;
    aftersale_status status;
    if (importer->batch.count == 0)
        return AFTERSALE_OK;
    status = as__batch_run(importer->book, importer->batch.count, run_line, importer, &wrote);
    if (status != AFTERSALE_OK)
        return status;
    importer->wrote = importer->wrote || wrote;
    importer->counts.made += importer->tally.made;
    importer->counts.changed += importer->tally.changed;
    importer->counts.same += importer->tally.same;
    importer->counts.skipped += importer->tally.skipped;
    status = sort_lines(importer, may_wait);
    as__lines_clear(&importer->batch);
    return status;
}

static bool is_full(const as__lines *batch)
{
    return batch->count == AS__IMPORT_BATCH || batch->text.size >= BATCH_TEXT;
}

/* One pass over what was put aside, in order. */
static aftersale_status run_waiting(aftersale_importer *importer, bool may_wait)
{
    as__lines lines = importer->waiting;
    aftersale_status status = AFTERSALE_OK;
    as__lines_init(&importer->waiting, lines.text.memory);
    for (size_t i = 0; i < lines.count && status == AFTERSALE_OK; i++) {
        as__lines_add(&importer->batch, as__lines_at(&lines, i));
        if (has_failed(&importer->batch))
            status = no_memory(importer);
        else if (is_full(&importer->batch))
            status = run_batch(importer, may_wait);
    }
    if (status == AFTERSALE_OK)
        status = run_batch(importer, may_wait);
    as__lines_free(&lines);
    return status;
}

static aftersale_status run_until_idle(aftersale_importer *importer)
{
    size_t before = SIZE_MAX;
    aftersale_status status = AFTERSALE_OK;
    for (int pass = 0; pass < PASSES && importer->waiting.count < before && status == AFTERSALE_OK; pass++) {
        before = importer->waiting.count;
        status = run_waiting(importer, true);
    }
    return status;
}

aftersale_status as__import_settle(aftersale_importer *importer)
{
    bool has_begun = false;
    aftersale_status status = run_until_idle(importer);
    if (status == AFTERSALE_OK)
        status = as__import_begin_circles(importer, &has_begun);
    if (status == AFTERSALE_OK && has_begun)
        status = run_until_idle(importer);
    return status == AFTERSALE_OK ? run_waiting(importer, false) : status;
}

/* Trying again costs as much as was read since the last time, at most. */
static bool is_worth_a_try(const aftersale_importer *importer)
{
    return importer->waiting.count != 0 && importer->fresh >= WAIT_AT_LEAST &&
           importer->fresh >= importer->waiting.count;
}

aftersale_status as__import_flush(aftersale_importer *importer)
{
    bool is_too_much;
    aftersale_status status;
    importer->fresh += importer->batch.count;
    status = run_batch(importer, true);
    is_too_much = importer->waiting.text.size > WAITING_MOST;
    if (status != AFTERSALE_OK || (!is_too_much && !is_worth_a_try(importer)))
        return status;
    importer->fresh = 0;
    status = run_until_idle(importer);
    if (status == AFTERSALE_OK && is_too_much && importer->waiting.text.size > WAITING_MOST / 2)
        status = as__import_settle(importer);
    return status;
}

aftersale_status as__import_take(aftersale_importer *importer, as__line line)
{
    as__lines_add(&importer->batch, line);
    if (has_failed(&importer->batch))
        return no_memory(importer);
    return is_full(&importer->batch) ? as__import_flush(importer) : AFTERSALE_OK;
}
