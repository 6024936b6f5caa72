/* SPDX-License-Identifier: MIT */
/* The templates that ship, put into the library from src/rules/ready/ by the build (S30). */
#ifndef AS_RULES_READY_PLAN_H
#define AS_RULES_READY_PLAN_H

typedef struct as__ready {
    const char *key, *json;
} as__ready;
extern const as__ready as__ready_plans[]; /* the last has no key */
#endif
