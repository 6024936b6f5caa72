/* SPDX-License-Identifier: MIT */
#include "conformance/broken_store.h"
#include "store/seam.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CHANGES_MAX 1024
#define RANGES_MAX 16
#define HELD_MAX 4096

typedef struct broken_store {
    aftersale_store face;
    aftersale_store *inner;
    defect what;
} broken_store;

static void nothing_to_free(as__owner *owner)
{
    (void)owner;
}

static as__owner owner = {.memory = {NULL, NULL}, .refs = 1, .gone = nothing_to_free};

static const aftersale_record *held[HELD_MAX];
static size_t held_count;

void broken_store_forget(void)
{
    while (held_count > 0)
        aftersale_record_free(held[--held_count]);
}

static void wait_a_little(void)
{
    struct timespec time = {.tv_nsec = 1000000};
    nanosleep(&time, NULL);
}

/* Reading */

static aftersale_status get_one(broken_store *my, const aftersale_key *key, aftersale_rows *out,
                                aftersale_call *call, size_t from)
{
    size_t before = out->count;
    aftersale_status status = my->inner->methods->get(my->inner, key, 1, out, call);
    if (out->count > before)
        out->items[before].from = from;
    return status;
}

static aftersale_status get_one_by_one(broken_store *my, const aftersale_key *keys, size_t count,
                                       aftersale_rows *out, aftersale_call *call)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        size_t before = out->count;
        aftersale_key key = keys[i];
        if (my->what == FORGETS_ROOTS && key.kind == AFTERSALE_KIND_ROOT)
            continue;
        status = get_one(my, &key, out, call, i);
        if (my->what == READS_IN_TWO_STEPS && count > 1)
            wait_a_little();
        key.book--; /* a neighbour */
        if (my->what == MIXES_BOOKS && out->count == before && key.kind != AFTERSALE_KIND_ROOT)
            status = get_one(my, &key, out, call, i);
        if (my->what == MIXES_BOOKS && out->count > before)
            out->items[before].key = keys[i];
    }
    return status;
}

static aftersale_status broken_get(aftersale_store *store, const aftersale_key *keys, size_t count,
                                   aftersale_rows *out, aftersale_call *call)
{
    broken_store *my = (broken_store *)store;
    if (my->what == FORGETS_ROOTS || my->what == READS_IN_TWO_STEPS || my->what == MIXES_BOOKS)
        return get_one_by_one(my, keys, count, out, call);
    if (my->what == DROPS_LAST_KEY && count > 1)
        count--;
    aftersale_status status = my->inner->methods->get(my->inner, keys, count, out, call);
    for (size_t i = 0; i < out->count && my->what == FORGETS_ORDER_OF_KEYS; i++)
        out->items[i].from = i;
    return status;
}

/* Scanning: rows of one range are bent after the inner store gave them. */

static const char *owner_in(const as__row *row)
{
    return row->key.kind == AFTERSALE_KIND_CUSTOMER ? ((const aftersale_customer *)row->record)->owner : "";
}

static int lower(char sign)
{
    return sign >= 'A' && sign <= 'Z' ? sign - 'A' + 'a' : (unsigned char)sign;
}

static int compare_without_case(const char *a, const char *b)
{
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) - lower(*b);
}

static bool comes_later(const broken_store *my, const as__row *a, const as__row *b)
{
    const char *x = owner_in(a), *y = owner_in(b);
    if (my->what == NOT_GIVEN_LAST)
        return x == NULL && y != NULL;
    return x != NULL && y != NULL && compare_without_case(x, y) > 0;
}

/* Rows that stay in their order where none comes later. */
static void reorder(const broken_store *my, as__row *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t j = i; j > 0 && comes_later(my, &rows[j - 1], &rows[j]); j--) {
            as__row row = rows[j];
            rows[j] = rows[j - 1];
            rows[j - 1] = row;
        }
    }
}

static void drop_row(aftersale_rows *rows, size_t at)
{
    aftersale_record_free(rows->items[at].record);
    memmove(&rows->items[at], &rows->items[at + 1], (--rows->count - at) * sizeof *rows->items);
}

static void drop_repeated(aftersale_rows *rows, size_t begin)
{
    for (size_t i = begin; i < rows->count; i++) {
        for (size_t j = rows->count - 1; j > i; j--) {
            if (as__key_same(&rows->items[i].key, &rows->items[j].key))
                drop_row(rows, j);
        }
    }
}

/* Every row becomes a partial one that has nothing but its key. */
static aftersale_status empty_rows(aftersale_rows *rows, size_t begin)
{
    for (size_t i = begin; i < rows->count; i++) {
        as__row *row = &rows->items[i];
        const as__kind *kind = as__kind_of(row->key.kind);
        unsigned char *draft = calloc(1, kind->size);
        const aftersale_record *record;
        if (draft == NULL)
            return AFTERSALE_NO_MEMORY;
        *(as__head *)(void *)draft =
            (as__head){.book = row->key.book, .revision = row->revision, .partial = true};
        memcpy(draft + kind->fields[0].offset, as__field_at(&kind->fields[0], row->record), 8);
        aftersale_status status = as__record_seal(rows->owner, kind->kind, draft, &record);
        free(draft);
        if (status != AFTERSALE_OK)
            return status;
        aftersale_record_free(row->record);
        row->record = record;
    }
    return AFTERSALE_OK;
}

static aftersale_status scan_range(broken_store *my, aftersale_range range, size_t from, aftersale_rows *out,
                                   aftersale_call *call)
{
    const aftersale_range *one = &range;
    size_t begin = out->count;
    if (my->what == EXCEEDS_LIMIT)
        range.limit++;
    if (my->what == NEVER_DESCENDS)
        range.is_descending = false;
    if (my->what == RESUMES_AT && range.has_resume && !range.is_descending)
        range.from.size--;
    if (my->what == UPPER_IS_WITHIN && range.upper.type != 0)
        range.until.data[range.until.size++] = 0xFF;
    aftersale_status status = my->inner->methods->scan(my->inner, &one, 1, out, call);
    for (size_t i = begin; i < out->count; i++)
        out->items[i].from = from;
    bool by_owner =
        range.index != NULL && range.kind->kind == AFTERSALE_KIND_CUSTOMER && !range.is_descending;
    if (by_owner && out->count > begin && (my->what == NOT_GIVEN_LAST || my->what == IGNORES_CASE))
        reorder(my, out->items + begin, out->count - begin);
    if (my->what == LISTS_RECORDS_ONCE)
        drop_repeated(out, begin);
    if (my->what == LEAVES_OUT_WANTED && range.wants != UINT64_MAX && status == AFTERSALE_OK)
        status = empty_rows(out, begin);
    if (my->what == RIDES_WRONG && range.follow_count > 0 && out->count > begin) {
        aftersale_key key = as__key_make(range.book, AFTERSALE_KIND_CUSTOMER, 0, 1);
        status = get_one(my, &key, out, call, from);
    }
    return status;
}

static aftersale_status broken_scan(aftersale_store *store, const aftersale_range *const *ranges,
                                    size_t count, aftersale_rows *out, aftersale_call *call)
{
    broken_store *my = (broken_store *)store;
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        if (my->what != LIMITS_ALL_RANGES || out->count < ranges[0]->limit)
            status = scan_range(my, *ranges[i], i, out, call);
    }
    return status;
}

/* Writing */

static uint64_t revision_of(broken_store *my, const aftersale_key *key, aftersale_call *call)
{
    aftersale_rows rows;
    as__rows_begin(&rows, &owner);
    (void)my->inner->methods->get(my->inner, key, 1, &rows, call);
    uint64_t revision = rows.count > 0 ? rows.items[0].revision : 0;
    as__rows_end(&rows);
    return revision;
}

static const char *without_empty(const char *text)
{
    return text != NULL && text[0] == '\0' ? NULL : text;
}

/* Another content in place of the one to be put; NULL: it stays. Owned by the caller. */
static const aftersale_record *bend(const broken_store *my, const aftersale_record *record)
{
    union {
        as__head head;
        aftersale_customer customer;
        aftersale_sale sale;
        aftersale_plan plan;
        aftersale_settings settings;
        aftersale_enrolment enrolment;
        aftersale_event event;
    } draft;
    const aftersale_record *bent = NULL;
    size_t size = as__kind_of(record->head.kind)->size;
    bool is_bent = false;
    if (size > sizeof draft)
        return NULL;
    memcpy(&draft, record, size);
    if (my->what == FORGETS_UNKNOWN && record->head.unknown.size > 0) {
        draft.head.unknown.size = 0;
        is_bent = true;
    } else if (my->what == EMPTY_IS_ABSENT && record->head.kind == AFTERSALE_KIND_CUSTOMER) {
        draft.customer.name = without_empty(draft.customer.name);
        is_bent = true;
    } else if (my->what == CUTS_LISTS && record->head.kind == AFTERSALE_KIND_SALE &&
               draft.sale.lines.count > 2) {
        draft.sale.lines.count = 2;
        is_bent = true;
    } else if (my->what == CUTS_TEXT && record->head.kind == AFTERSALE_KIND_PLAN && draft.plan.json != NULL &&
               strlen(draft.plan.json) > UINT16_MAX) {
        draft.plan.json += 2;
        is_bent = true;
    }
    if (!is_bent || as__record_seal(record->head.owner, record->head.kind, &draft, &bent) != AFTERSALE_OK)
        return NULL;
    return bent;
}

static bool is_left_out(const broken_store *my, const aftersale_change *change)
{
    if (change->verb != AFTERSALE_CHANGE_EXPECT)
        return false;
    bool is_root = change->key.kind == AFTERSALE_KIND_ROOT;
    return my->what == IGNORES_ROOTS
               ? is_root
               : (my->what == IGNORES_EXPECT || my->what == LETS_GO_OF_EXPECT) && !is_root;
}

static bool expects_hold(broken_store *my, const aftersale_change *const *changes, size_t count,
                         aftersale_call *call)
{
    for (size_t i = 0; i < count; i++) {
        if (is_left_out(my, changes[i]) && revision_of(my, &changes[i]->key, call) != changes[i]->expected)
            return false;
    }
    return true;
}

/* An ADD as somebody might write it who does not lock: reads, waits, puts. */
static aftersale_status add_in_steps(broken_store *my, const aftersale_change *change, aftersale_call *call)
{
    aftersale_rows rows;
    aftersale_status status;
    const aftersale_record *record = NULL;
    as__rows_begin(&rows, &owner);
    status = my->inner->methods->get(my->inner, &change->key, 1, &rows, call);
    if (status == AFTERSALE_OK && rows.count > 0) {
        as__counter draft = *(const as__counter *)rows.items[0].record;
        draft.amount += change->amount;
        draft.head.revision++;
        status = as__record_seal(&owner, AFTERSALE_KIND_COUNTER, &draft, &record);
    }
    wait_a_little();
    if (record != NULL) {
        aftersale_change put = {.verb = AFTERSALE_CHANGE_PUT,
                                .key = change->key,
                                .record = record,
                                .old = rows.items[0].record,
                                .arena = change->arena};
        const aftersale_change *one = &put;
        put.expected = revision_of(my, &change->key, call);
        status = my->inner->methods->commit(my->inner, &one, 1, call);
        aftersale_record_free(record);
    }
    as__rows_end(&rows);
    return status;
}

/* The changes as the defect has them. @return how many */
static size_t copy_changes(broken_store *my, const aftersale_change *const *changes, size_t count,
                           aftersale_change *copies, const aftersale_change **list, aftersale_call *call)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_left_out(my, changes[i]))
            continue;
        aftersale_change *copy = &copies[kept];
        *copy = *changes[i];
        if (my->what == IGNORES_EXPECTED && copy->key.kind != AFTERSALE_KIND_ROOT)
            copy->expected = revision_of(my, &copy->key, call);
        if (copy->verb == AFTERSALE_CHANGE_PUT && my->what == HOLDS_RECORDS && held_count < HELD_MAX)
            held[held_count++] = aftersale_record_keep(copy->record);
        list[kept++] = copy;
    }
    return kept;
}

static aftersale_status commit_bent(broken_store *my, const aftersale_change *const *changes, size_t count,
                                    aftersale_call *call)
{
    static _Thread_local aftersale_change copies[CHANGES_MAX];
    static _Thread_local const aftersale_change *list[CHANGES_MAX];
    static _Thread_local const aftersale_record *bent[CHANGES_MAX];
    size_t kept = copy_changes(my, changes, count, copies, list, call);
    for (size_t i = 0; i < kept; i++) {
        bent[i] = copies[i].verb == AFTERSALE_CHANGE_PUT ? bend(my, copies[i].record) : NULL;
        if (bent[i] != NULL)
            copies[i].record = bent[i];
    }
    aftersale_status status = my->inner->methods->commit(my->inner, list, kept, call);
    for (size_t i = 0; i < kept; i++)
        aftersale_record_free(bent[i]);
    return status;
}

static void commit_half(broken_store *my, const aftersale_change *const *changes, size_t count)
{
    aftersale_call call;
    as__call_begin(&call, &owner.memory);
    (void)my->inner->methods->commit(my->inner, changes, count / 2, &call);
    as__call_end(&call);
}

static aftersale_status broken_commit(aftersale_store *store, const aftersale_change *const *changes,
                                      size_t count, aftersale_call *call)
{
    broken_store *my = (broken_store *)store;
    if (count > CHANGES_MAX || (my->what == REFUSES_MANY && count > 500))
        return AFTERSALE_UNSUPPORTED;
    if (my->what == READS_IN_TWO_STEPS)
        wait_a_little();
    if (my->what == ADDS_IN_TWO_STEPS && count == 1 && changes[0]->verb == AFTERSALE_CHANGE_ADD)
        return add_in_steps(my, changes[0], call);
    if (my->what == LETS_GO_OF_EXPECT) {
        if (!expects_hold(my, changes, count, call))
            return AFTERSALE_CONFLICT;
        wait_a_little();
    }
    aftersale_status status = commit_bent(my, changes, count, call);
    if (my->what == COMMITS_HALF && status != AFTERSALE_OK)
        commit_half(my, changes, count);
    if (my->what == NAMES_NOBODY)
        call->has_failed_change = false;
    if ((my->what == FORGETS_UNIQUE && status == AFTERSALE_EXISTS) ||
        (my->what == FORGETS_BOUNDS && status == AFTERSALE_LIMIT))
        return AFTERSALE_OK;
    return status;
}

static void broken_close(aftersale_store *store)
{
    aftersale_store_free(((broken_store *)store)->inner);
    free(store);
}

static const aftersale_store_methods methods = {
    .struct_size = sizeof(aftersale_store_methods),
    .caps = AFTERSALE_STORE_THREADS,
    .name = "broken",
    .get = broken_get,
    .scan = broken_scan,
    .commit = broken_commit,
    .close = broken_close,
};

aftersale_status broken_store_new(defect what, aftersale_store **out)
{
    broken_store *my = calloc(1, sizeof *my);
    if (my == NULL)
        return AFTERSALE_NO_MEMORY;
    owner.memory = as__memory_system;
    *my = (broken_store){.face.methods = &methods, .what = what};
    aftersale_status status = aftersale_memory_open(NULL, &my->inner, NULL);
    if (status != AFTERSALE_OK) {
        free(my);
        return status;
    }
    *out = &my->face;
    return AFTERSALE_OK;
}
