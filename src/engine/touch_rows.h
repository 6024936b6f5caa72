/* SPDX-License-Identifier: MIT */
/* A cursor's touches, all made at once and handed over one by one. */
#ifndef AS_ENGINE_TOUCH_ROWS_H
#define AS_ENGINE_TOUCH_ROWS_H
#include "engine/query.h"

typedef struct as__touch_rows {
    const aftersale_touch **items; /* counted */
    size_t count, room, next;
} as__touch_rows;

/* Of cursors whose state is as__touch_rows. */
extern const as__query as__touch_rows_query;
aftersale_status as__touch_rows_add(aftersale_cursor *cursor, const as__facts *facts, const as__planned *planned);
#endif
