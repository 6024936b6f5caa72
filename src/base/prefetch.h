/* SPDX-License-Identifier: MIT */
/* Memory that is asked for before it is needed: what many look-ups need then comes side by side. */
#ifndef AS_BASE_PREFETCH_H
#define AS_BASE_PREFETCH_H

/* Any address will do; nothing is read. */
static inline void as__prefetch(const void *at)
{
#if defined(__GNUC__)
    __builtin_prefetch(at);
#else
    (void)at;
#endif
}
#endif
