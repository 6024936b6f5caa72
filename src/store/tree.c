/* SPDX-License-Identifier: MIT */
#include "store/tree.h"
#include <string.h>

#define SLOTS 128

/* The first 16 bytes of a key stand in the slot as two numbers that compare as they do; longer keys have the rest
 * beside. */
typedef struct slot {
    uint64_t high, low;
    uint8_t *rest; /* NULL: the key has at most 16 bytes */
    uint32_t size; /* of the key */
    const aftersale_record *record;
} slot;

struct as__leaf {
    size_t count;
    slot slots[SLOTS];
};

static uint64_t number_at(aftersale_bytes key, size_t at)
{
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | (at + i < key.size ? key.data[at + i] : 0);
    return number;
}

/* A key made ready for many comparisons. */
typedef struct probe {
    uint64_t high, low;
    aftersale_bytes key;
} probe;

static probe probe_of(aftersale_bytes key)
{
    probe made = {number_at(key, 0), number_at(key, 8), key};
    return made;
}

static int compare(const probe *a, const slot *b)
{
    aftersale_bytes rest_a, rest_b;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    if (a->key.size <= 16 || b->size <= 16)
        return a->key.size < b->size ? -1 : a->key.size > b->size;
    rest_a = (aftersale_bytes){a->key.data + 16, a->key.size - 16};
    rest_b = (aftersale_bytes){b->rest, b->size - 16};
    return aftersale_bytes_compare(rest_a, rest_b);
}

void as__tree_init(as__tree *tree, const as__memory *memory)
{
    memset(tree, 0, sizeof *tree);
    tree->memory = memory;
}

static void slot_free(const as__tree *tree, slot *slot_)
{
    if (slot_->rest != NULL)
        as__memory_give(tree->memory, slot_->rest, slot_->size - 16);
}

void as__tree_free(as__tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        as__leaf *leaf = tree->leaves[i].leaf;
        for (size_t s = 0; s < leaf->count; s++)
            slot_free(tree, &leaf->slots[s]);
        as__memory_give(tree->memory, leaf, sizeof *leaf);
    }
    as__memory_give(tree->memory, tree->leaves, tree->room * sizeof *tree->leaves);
    as__tree_init(tree, tree->memory);
}

/* The last leaf whose first key is not above the probe; the first leaf where all are. A head keeps the numbers of the
 * key it was made with; where they are equal the leaf's own first key decides. */
static size_t leaf_for(const as__tree *tree, const probe *key)
{
    size_t low = 0, high = tree->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const as__tree_head *head = &tree->leaves[middle];
        bool is_below = key->high != head->high ? key->high < head->high
                        : key->low != head->low ? key->low < head->low
                                                : compare(key, &head->leaf->slots[0]) < 0;
        if (is_below)
            high = middle;
        else
            low = middle + 1;
    }
    return low != 0 ? low - 1 : 0;
}

static size_t slot_for(const as__leaf *leaf, const probe *key, bool *is_there)
{
    size_t low = 0, high = leaf->count;
    *is_there = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(key, &leaf->slots[middle]);
        if (order == 0) {
            *is_there = true;
            return middle;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static as__place place_for(const as__tree *tree, const probe *key, bool *is_there)
{
    as__place place = {0, 0};
    *is_there = false;
    if (tree->count == 0)
        return place;
    place.leaf = leaf_for(tree, key);
    place.slot = slot_for(tree->leaves[place.leaf].leaf, key, is_there);
    return place;
}

/* Puts an empty leaf behind leaf `at`, or as the first one. */
static as__leaf *add_leaf(as__tree *tree, size_t at)
{
    as__leaf *leaf;
    if (tree->count == tree->room) {
        size_t room = tree->room == 0 ? 4 : tree->room * 2;
        as__tree_head *leaves =
            as__memory_grow(tree->memory, tree->leaves, tree->room * sizeof *leaves, room * sizeof *leaves);
        if (leaves == NULL)
            return NULL;
        tree->leaves = leaves;
        tree->room = room;
    }
    leaf = as__memory_take(tree->memory, sizeof *leaf);
    if (leaf == NULL)
        return NULL;
    memmove(&tree->leaves[at + 1], &tree->leaves[at], (tree->count - at) * sizeof *tree->leaves);
    tree->leaves[at] = (as__tree_head){0, 0, leaf};
    tree->count++;
    return leaf;
}

static void name_leaf(as__tree *tree, size_t at)
{
    const slot *first = &tree->leaves[at].leaf->slots[0];
    tree->leaves[at].high = first->high;
    tree->leaves[at].low = first->low;
}

/* Makes room in a full leaf. What is added at the very end, as ever newer ids are, leaves full leaves behind. */
static aftersale_status split(as__tree *tree, as__place *place)
{
    bool at_end = place->leaf + 1 == tree->count && place->slot == SLOTS;
    size_t stay = at_end ? SLOTS : SLOTS / 2;
    as__leaf *right = add_leaf(tree, place->leaf + 1), *left;
    if (right == NULL)
        return AFTERSALE_NO_MEMORY;
    left = tree->leaves[place->leaf].leaf;
    right->count = SLOTS - stay;
    left->count = stay;
    memcpy(right->slots, left->slots + stay, right->count * sizeof(slot));
    if (right->count != 0)
        name_leaf(tree, place->leaf + 1);
    if (place->slot > stay || at_end) {
        place->leaf++;
        place->slot -= stay;
    }
    return AFTERSALE_OK;
}

aftersale_status as__tree_insert(as__tree *tree, aftersale_bytes key, const aftersale_record *record)
{
    probe at = probe_of(key);
    slot made = {at.high, at.low, NULL, (uint32_t)key.size, record};
    bool is_there;
    as__place place = place_for(tree, &at, &is_there);
    as__leaf *leaf;
    aftersale_status status = AFTERSALE_OK;
    if (is_there)
        return AFTERSALE_EXISTS;
    if (key.size > 16) {
        made.rest = as__memory_take(tree->memory, key.size - 16);
        if (made.rest == NULL)
            return AFTERSALE_NO_MEMORY;
        memcpy(made.rest, key.data + 16, key.size - 16);
    }
    if (tree->count == 0)
        status = add_leaf(tree, 0) != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    else if (tree->leaves[place.leaf].leaf->count == SLOTS)
        status = split(tree, &place);
    if (status != AFTERSALE_OK) {
        slot_free(tree, &made);
        return status;
    }
    leaf = tree->leaves[place.leaf].leaf;
    memmove(&leaf->slots[place.slot + 1], &leaf->slots[place.slot],
            (leaf->count - place.slot) * sizeof(slot));
    leaf->slots[place.slot] = made;
    leaf->count++;
    if (place.slot == 0)
        name_leaf(tree, place.leaf);
    return AFTERSALE_OK;
}

void as__tree_remove(as__tree *tree, aftersale_bytes key)
{
    probe at = probe_of(key);
    bool is_there;
    as__place place = place_for(tree, &at, &is_there);
    as__leaf *leaf;
    if (!is_there)
        return;
    leaf = tree->leaves[place.leaf].leaf;
    slot_free(tree, &leaf->slots[place.slot]);
    leaf->count--;
    memmove(&leaf->slots[place.slot], &leaf->slots[place.slot + 1],
            (leaf->count - place.slot) * sizeof(slot));
    if (leaf->count != 0)
        return;
    as__memory_give(tree->memory, leaf, sizeof *leaf);
    tree->count--;
    memmove(&tree->leaves[place.leaf], &tree->leaves[place.leaf + 1],
            (tree->count - place.leaf) * sizeof *tree->leaves);
}

void as__tree_replace(as__tree *tree, aftersale_bytes key, const aftersale_record *record)
{
    probe at = probe_of(key);
    bool is_there;
    as__place place = place_for(tree, &at, &is_there);
    if (is_there)
        tree->leaves[place.leaf].leaf->slots[place.slot].record = record;
}

bool as__tree_has(const as__tree *tree, aftersale_bytes key)
{
    probe at = probe_of(key);
    bool is_there;
    (void)place_for(tree, &at, &is_there);
    return is_there;
}

as__place as__tree_seek(const as__tree *tree, aftersale_bytes key)
{
    probe at = probe_of(key);
    bool is_there;
    as__place place = place_for(tree, &at, &is_there);
    if (place.leaf < tree->count && place.slot == tree->leaves[place.leaf].leaf->count)
        place = (as__place){place.leaf + 1, 0};
    return place;
}

bool as__place_is_end(const as__tree *tree, as__place place)
{
    return place.leaf >= tree->count;
}

bool as__place_is_before(as__place a, as__place b)
{
    return a.leaf != b.leaf ? a.leaf < b.leaf : a.slot < b.slot;
}

void as__place_next(const as__tree *tree, as__place *place)
{
    if (++place->slot == tree->leaves[place->leaf].leaf->count)
        *place = (as__place){place->leaf + 1, 0};
}

bool as__place_previous(const as__tree *tree, as__place *place)
{
    if (place->slot != 0) {
        place->slot--;
        return true;
    }
    if (place->leaf == 0)
        return false;
    place->leaf--;
    place->slot = tree->leaves[place->leaf].leaf->count - 1;
    return true;
}

const aftersale_record *as__place_record(const as__tree *tree, as__place place)
{
    return tree->leaves[place.leaf].leaf->slots[place.slot].record;
}

/* The forest: few trees, found by looking at each. */
struct as__planted {
    uint64_t book;
    aftersale_kind kind;
    int32_t index;
    as__tree *tree;
};

void as__forest_init(as__forest *forest, const as__memory *memory)
{
    memset(forest, 0, sizeof *forest);
    forest->memory = memory;
}

void as__forest_free(as__forest *forest)
{
    for (size_t i = 0; i < forest->count; i++) {
        as__tree_free(forest->trees[i].tree);
        as__memory_give(forest->memory, forest->trees[i].tree, sizeof(as__tree));
    }
    as__memory_give(forest->memory, forest->trees, forest->room * sizeof *forest->trees);
    as__forest_init(forest, forest->memory);
}

static int planted_compare(const struct as__planted *tree, uint64_t book, aftersale_kind kind, int32_t index)
{
    if (tree->book != book)
        return tree->book < book ? -1 : 1;
    if (tree->kind != kind)
        return tree->kind - kind;
    return tree->index - index;
}

static size_t planted_place(const as__forest *forest, uint64_t book, aftersale_kind kind, int32_t index)
{
    size_t low = 0, high = forest->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (planted_compare(&forest->trees[middle], book, kind, index) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

as__tree *as__forest_find(const as__forest *forest, uint64_t book, aftersale_kind kind, int32_t index)
{
    size_t at = planted_place(forest, book, kind, index);
    if (at < forest->count && planted_compare(&forest->trees[at], book, kind, index) == 0)
        return forest->trees[at].tree;
    return NULL;
}

as__tree *as__forest_make(as__forest *forest, uint64_t book, aftersale_kind kind, int32_t index)
{
    as__tree *tree = as__forest_find(forest, book, kind, index);
    size_t at = planted_place(forest, book, kind, index);
    if (tree != NULL)
        return tree;
    if (forest->count == forest->room) {
        size_t room = forest->room == 0 ? 16 : forest->room * 2;
        struct as__planted *trees = as__memory_grow(forest->memory, forest->trees,
                                                    forest->room * sizeof *trees, room * sizeof *trees);
        if (trees == NULL)
            return NULL;
        forest->trees = trees;
        forest->room = room;
    }
    tree = as__memory_take(forest->memory, sizeof *tree);
    if (tree == NULL)
        return NULL;
    as__tree_init(tree, forest->memory);
    memmove(&forest->trees[at + 1], &forest->trees[at], (forest->count - at) * sizeof *forest->trees);
    forest->trees[at] = (struct as__planted){book, kind, index, tree};
    forest->count++;
    return tree;
}

aftersale_bytes as__tree_key(aftersale_bytes entry)
{
    return (aftersale_bytes){entry.data + 10, entry.size > 10 ? entry.size - 10 : 0};
}

aftersale_bytes as__tree_primary_key(aftersale_bytes entry)
{
    return (aftersale_bytes){entry.data + 9, entry.size > 9 ? entry.size - 9 : 0};
}
