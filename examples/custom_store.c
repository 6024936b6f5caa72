/* SPDX-License-Identifier: MIT */
/* A whole store over two sorted arrays: records in the order of their keys, and index entries in the order
 * of their bytes. A commit works on copies of the arrays and exchanges them at its end, so that nothing
 * can fail halfway. Below it the library's own checks are run on it, and then a book is kept in it. */
#include <aftersale.h>
#include <aftersale/sys/conformance.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_SIZE 25
enum { COUNTER_AMOUNT = 2, COUNTER_LOW = 3, COUNTER_HIGH = 4 }; /* tags of AFTERSALE_KIND_COUNTER */

/* A record: its place is aftersale_key_entry(). An entry: its place is its bytes, and it has no content. */
typedef struct item {
    aftersale_key key;
    uint64_t revision;
    int64_t amount, low, high; /* of a counter */
    size_t place_size, size;
    uint8_t bytes[]; /* the place, then the content */
} item;
typedef struct sorted {
    item **items;
    size_t count;
} sorted;
typedef struct array_store {
    aftersale_store base;
    sorted records, entries;
} array_store;

static item *item_new(const aftersale_key *key, uint64_t revision, aftersale_bytes place,
                      aftersale_bytes content)
{
    item *made = malloc(sizeof *made + place.size + content.size);
    if (made == NULL)
        return NULL;
    *made = (item){.key = *key, .revision = revision, .place_size = place.size, .size = content.size};
    memcpy(made->bytes, place.data, place.size);
    if (content.size > 0)
        memcpy(made->bytes + place.size, content.data, content.size);
    return made;
}

/* The first item at or behind a place. */
static size_t seek(const sorted *in, aftersale_bytes place)
{
    size_t low = 0, high = in->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const item *at = in->items[middle];
        if (aftersale_bytes_compare((aftersale_bytes){at->bytes, at->place_size}, place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static item *find(const sorted *in, aftersale_bytes place)
{
    size_t at = seek(in, place);
    bool is_there =
        at < in->count && aftersale_bytes_compare(
                              (aftersale_bytes){in->items[at]->bytes, in->items[at]->place_size}, place) == 0;
    return is_there ? in->items[at] : NULL;
}

static item *find_record(const sorted *records, const aftersale_key *key)
{
    uint8_t place[KEY_SIZE];
    aftersale_key_entry(key, place);
    return find(records, (aftersale_bytes){place, KEY_SIZE});
}

/* A root's revision is the number of its last event: the record before the first that could follow. */
static uint64_t revision_of(const sorted *records, const aftersale_key *key)
{
    uint8_t place[KEY_SIZE];
    aftersale_key last = {
        .book = key->book, .root = key->root, .id = UINT64_MAX, .kind = AFTERSALE_KIND_EVENT};
    if (key->kind != AFTERSALE_KIND_ROOT) {
        const item *found = find_record(records, key);
        return found == NULL ? 0 : found->revision;
    }
    aftersale_key_entry(&last, place);
    size_t at = seek(records, (aftersale_bytes){place, KEY_SIZE});
    const item *found = at == 0 ? NULL : records->items[at - 1];
    bool is_its = found != NULL && found->key.kind == AFTERSALE_KIND_EVENT && found->key.book == key->book &&
                  found->key.root == key->root;
    return is_its ? found->key.id : 0;
}

static aftersale_status give(aftersale_rows *out, size_t from, const item *record)
{
    aftersale_status status = aftersale_rows_add(out, from, &record->key, record->revision);
    if (status == AFTERSALE_OK)
        status =
            aftersale_rows_pack(out, (aftersale_bytes){record->bytes + record->place_size, record->size});
    if (status == AFTERSALE_OK && record->key.kind == AFTERSALE_KIND_COUNTER) {
        aftersale_value amount = {.type = AFTERSALE_TYPE_INT, .as.number = record->amount};
        status = aftersale_rows_value(out, COUNTER_AMOUNT, &amount);
    }
    return status;
}

static aftersale_status array_get(aftersale_store *store, const aftersale_key *keys, size_t count,
                                  aftersale_rows *out, aftersale_call *call)
{
    const sorted *records = &((array_store *)store)->records;
    aftersale_status status = AFTERSALE_OK;
    (void)call;
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        uint64_t revision = revision_of(records, &keys[i]);
        if (keys[i].kind == AFTERSALE_KIND_ROOT && revision != 0)
            status = aftersale_rows_add(out, i, &keys[i], revision);
        else if (revision != 0)
            status = give(out, i, find_record(records, &keys[i]));
    }
    return status;
}

static aftersale_status array_scan(aftersale_store *store, const aftersale_range *const *ranges, size_t count,
                                   aftersale_rows *out, aftersale_call *call)
{
    const array_store *my = (array_store *)store;
    aftersale_status status = AFTERSALE_OK;
    (void)call;
    for (size_t i = 0; i < count; i++) {
        const sorted *in = aftersale_range_index(ranges[i]) == 0 ? &my->records : &my->entries;
        size_t from = seek(in, aftersale_range_from(ranges[i])),
               until = seek(in, aftersale_range_until(ranges[i]));
        for (size_t left = aftersale_range_limit(ranges[i]);
             from < until && left > 0 && status == AFTERSALE_OK; left--) {
            size_t at = aftersale_range_is_descending(ranges[i]) ? --until : from++;
            status = give(out, i, find_record(&my->records, &in->items[at]->key));
        }
    }
    return status;
}

/* A commit at work: the arrays as they will be, what it made, and what falls away when it succeeds. */
typedef struct work {
    const array_store *my;
    sorted records, entries, made, gone;
} work;

static bool make_room(sorted *out, const sorted *old, size_t more)
{
    out->items = malloc((old->count + more + 1) * sizeof *out->items);
    out->count = old->count;
    if (out->items != NULL && old->count > 0)
        memcpy(out->items, old->items, old->count * sizeof *out->items);
    return out->items != NULL;
}

static void take_out(work *to, sorted *from, aftersale_bytes place)
{
    size_t at = seek(from, place);
    to->gone.items[to->gone.count++] = from->items[at];
    from->count--;
    memmove(&from->items[at], &from->items[at + 1], (from->count - at) * sizeof *from->items);
}

static aftersale_status put_in(work *to, sorted *into, item *made)
{
    if (made == NULL)
        return AFTERSALE_NO_MEMORY;
    aftersale_bytes place = {made->bytes, made->place_size};
    to->made.items[to->made.count++] = made;
    if (find(into, place) != NULL)
        return AFTERSALE_EXISTS;
    size_t at = seek(into, place);
    memmove(&into->items[at + 1], &into->items[at], (into->count - at) * sizeof *into->items);
    into->items[at] = made;
    into->count++;
    return AFTERSALE_OK;
}

static int64_t number_in(const aftersale_change *change, int32_t tag)
{
    aftersale_value value = {.type = 0};
    (void)aftersale_change_value(change, tag, &value);
    return value.type == AFTERSALE_TYPE_INT ? value.as.number : 0;
}

/* The record that a change leaves; what stood there goes. */
static aftersale_status replace(work *to, const aftersale_change *change)
{
    uint8_t place[KEY_SIZE];
    const aftersale_key *key = aftersale_change_key(change);
    const item *old = find_record(&to->records, key);
    int32_t verb = aftersale_change_verb(change);
    aftersale_bytes content = {NULL, 0};
    aftersale_key_entry(key, place);
    if (verb == AFTERSALE_CHANGE_PUT)
        content = aftersale_change_pack(change);
    else if (verb == AFTERSALE_CHANGE_ADD)
        content = (aftersale_bytes){old->bytes + old->place_size, old->size};
    if (verb != AFTERSALE_CHANGE_REMOVE && content.data == NULL)
        return AFTERSALE_NO_MEMORY;
    item *made = NULL;
    if (verb != AFTERSALE_CHANGE_REMOVE) {
        uint64_t revision =
            verb == AFTERSALE_CHANGE_PUT ? aftersale_change_revision(change) : old->revision + 1;
        made = item_new(key, revision, (aftersale_bytes){place, KEY_SIZE}, content);
    }
    if (made != NULL && verb == AFTERSALE_CHANGE_ADD) {
        made->amount = old->amount + aftersale_change_amount(change);
        made->low = old->low;
        made->high = old->high;
    } else if (made != NULL && key->kind == AFTERSALE_KIND_COUNTER) {
        made->amount = number_in(change, COUNTER_AMOUNT);
        made->low = number_in(change, COUNTER_LOW);
        made->high = number_in(change, COUNTER_HIGH);
    }
    if (old != NULL)
        take_out(to, &to->records, (aftersale_bytes){place, KEY_SIZE});
    return verb == AFTERSALE_CHANGE_REMOVE ? AFTERSALE_OK : put_in(to, &to->records, made);
}

/* Whether the change may be made, by what stood before the commit. */
static aftersale_status check(const sorted *records, const aftersale_change *change)
{
    const aftersale_key *key = aftersale_change_key(change);
    if (aftersale_change_verb(change) != AFTERSALE_CHANGE_ADD)
        return revision_of(records, key) == aftersale_change_expected(change) ? AFTERSALE_OK
                                                                              : AFTERSALE_CONFLICT;
    const item *counter = find_record(records, key);
    int64_t amount = aftersale_change_amount(change);
    if (counter == NULL)
        return AFTERSALE_CONFLICT;
    bool fits =
        amount < 0 ? counter->amount >= counter->low - amount : counter->amount <= counter->high - amount;
    return fits ? AFTERSALE_OK : AFTERSALE_LIMIT;
}

static aftersale_status make_change(work *to, const aftersale_change *change)
{
    aftersale_bytes entry;
    int32_t index;
    aftersale_status status = check(&to->my->records, change);
    if (status != AFTERSALE_OK || aftersale_change_verb(change) == AFTERSALE_CHANGE_EXPECT)
        return status;
    for (size_t i = 0; (index = aftersale_change_entry_old(change, i, &entry)) > 0; i++)
        take_out(to, &to->entries, entry);
    status = index < 0 ? AFTERSALE_NO_MEMORY : replace(to, change);
    for (size_t i = 0; status == AFTERSALE_OK && (index = aftersale_change_entry_new(change, i, &entry)) != 0;
         i++) {
        if (index < 0)
            return AFTERSALE_NO_MEMORY;
        item *made = item_new(aftersale_change_key(change), 0, entry, (aftersale_bytes){NULL, 0});
        status = put_in(to, &to->entries, made);
    }
    return status;
}

static void free_items(sorted *all, bool with_items)
{
    while (with_items && all->count > 0)
        free(all->items[--all->count]);
    free(all->items);
}

static aftersale_status array_commit(aftersale_store *store, const aftersale_change *const *changes,
                                     size_t count, aftersale_call *call)
{
    array_store *my = (array_store *)store;
    work to = {.my = my};
    const sorted none = {NULL, 0};
    size_t more = count, i = 0;
    aftersale_bytes entry;
    for (size_t at = 0; at < count; at++) {
        for (size_t n = 0; aftersale_change_entry_old(changes[at], n, &entry) > 0; n++)
            more++;
        for (size_t n = 0; aftersale_change_entry_new(changes[at], n, &entry) > 0; n++)
            more++;
    }
    aftersale_status status = AFTERSALE_NO_MEMORY;
    if (make_room(&to.records, &my->records, more) && make_room(&to.entries, &my->entries, more) &&
        make_room(&to.made, &none, more) && make_room(&to.gone, &none, more))
        status = AFTERSALE_OK;
    for (; i < count && status == AFTERSALE_OK; i++)
        status = make_change(&to, changes[i]);
    if (status == AFTERSALE_OK) {
        sorted old_records = my->records, old_entries = my->entries;
        my->records = to.records;
        my->entries = to.entries;
        to.records = old_records;
        to.entries = old_entries;
    }
    free_items(&to.made, status != AFTERSALE_OK);
    free_items(&to.gone, status == AFTERSALE_OK);
    free_items(&to.records, false);
    free_items(&to.entries, false);
    if (status == AFTERSALE_OK)
        return AFTERSALE_OK;
    if (i > 0)
        aftersale_call_failed_change(call, i - 1);
    return aftersale_call_fail(call, status, "two arrays: commit");
}

static void array_close(aftersale_store *store)
{
    array_store *my = (array_store *)store;
    free_items(&my->records, true);
    free_items(&my->entries, true);
    free(my);
}

static const aftersale_store_methods array_methods = {
    .struct_size = sizeof(aftersale_store_methods),
    .name = "two arrays",
    .get = array_get,
    .scan = array_scan,
    .commit = array_commit,
    .close = array_close,
};

static aftersale_status array_new(void *user, aftersale_store **out)
{
    array_store *my = calloc(1, sizeof *my);
    (void)user;
    if (my == NULL)
        return AFTERSALE_NO_MEMORY;
    my->base.methods = &array_methods;
    *out = &my->base;
    return AFTERSALE_OK;
}

/* The part above is the store; this is a program that uses it. */

static void tell_check(void *user, const char *name, int32_t result, const char *text)
{
    (void)user;
    if (result == AFTERSALE_CHECK_FAILED)
        printf("failed: %s: %s\n", name, text);
}

static int keep_book(aftersale_store *store)
{
    aftersale_error error = {.struct_size = sizeof error};
    aftersale_book *book = NULL;
    aftersale_cursor *list = NULL;
    const aftersale_customer *customer;
    if (aftersale_store_attach(NULL, store, &error) != AFTERSALE_OK ||
        aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE),
                            &book, &error) != AFTERSALE_OK)
        return fprintf(stderr, "%s\n", error.text), 1;
    aftersale_group_begin(book, 0);
    aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "S-2", .name = "Ben Booth"), NULL);
    aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "S-1", .name = "Amelia Ashworth"), NULL);
    aftersale_sale_record(
        book,
        AFTERSALE_ARGS(sale_record, .ref = "R-1", .customer.ref = "S-1", .sold = {2026, 11, 20},
                       .plan = "one-off-sale",
                       .lines = AFTERSALE_LIST(sale_line, {.product.ref = "TEA", .price = {940, "GBP", 2}})),
        NULL);
    if (aftersale_group_commit(book) != AFTERSALE_OK ||
        aftersale_customer_list(book, NULL, &list) != AFTERSALE_OK)
        return fprintf(stderr, "%s\n", aftersale_book_error(book)->text), 1;
    while (aftersale_customer_next(list, &customer) == AFTERSALE_ROW)
        printf("%s %s\n", aftersale_customer_ref(customer), aftersale_customer_name(customer));
    aftersale_cursor_free(list);
    aftersale_book_free(book);
    aftersale_store_free(store);
    return 0;
}

int main(void)
{
    size_t failed = 0;
    aftersale_store *store = NULL;
    if (aftersale_conformance_run(
            AFTERSALE_ARGS(conformance_run, .make = array_new, .checked = tell_check, .seed = 1), &failed) !=
        AFTERSALE_OK)
        return fputs("the checks could not be run\n", stderr), 1;
    printf("%zu checks failed\n", failed);
    if (array_new(NULL, &store) != AFTERSALE_OK)
        return 1;
    return keep_book(store) != 0 || failed > 0;
}
