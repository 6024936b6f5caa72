/* SPDX-License-Identifier: MIT */
/* A unit of work as the engine has it, load, decide, commit, and a rival who commits before the n-th call of
 * the unit to its store, for every n. The unit must fail as it should, or the end must be as if one had come
 * after the other. */
#ifndef AS_STORE_CONFORMANCE_RIVAL_H
#define AS_STORE_CONFORMANCE_RIVAL_H
#include "store/conformance/bundle.h"
#include "store/unit.h"

typedef struct as__scene as__scene;

/* What a story is made of. */
typedef struct as__story {
    void (*begin)(as__scene *at);
    aftersale_status (*work)(as__scene *at, as__unit *unit); /* decides and commits */
    void (*strike)(as__scene *at);
    aftersale_status refusal; /* what the unit may answer, beside CONFLICT, when the rival was there first */
    void (*judge)(as__scene *at, bool unit_did, bool rival_did); /* looks at what stands in the end */
} as__story;

/* A store that lets the rival strike before a call of our choice. */
typedef struct as__watched {
    aftersale_store face;
    as__scene *scene;
    size_t calls, strike_at;
    bool has_struck;
} as__watched;

/* One run of a story. */
struct as__scene {
    as__trial *trial;
    aftersale_store *rival;
    void (*strike)(as__scene *at);
    as__watched watched;
    uint64_t base; /* ids of this run lie behind it: each run has records of its own */
};

/* Runs a story with the rival before each call in turn, and once without. */
void as__story_run(as__trial *trial, const as__story *told);

aftersale_key as__scene_key(const as__scene *at, aftersale_kind kind);
uint64_t as__scene_root(const as__scene *at);
/* The unit's next event under the root of the scene. */
aftersale_status as__scene_put_event(as__scene *at, as__unit *unit, const char *detail);
/* The rival's next event there. */
void as__scene_add_event(as__scene *at, as__bundle *bundle);
/* The rival's commits go through its own store, and onto the shelf. */
void as__scene_commit(as__scene *at, as__bundle *bundle);
/* What stands in the store under the scene's key of a kind; NULL: nothing. */
const aftersale_record *as__scene_read(as__scene *at, aftersale_kind kind);
uint64_t as__scene_last_event(as__scene *at);
#endif
