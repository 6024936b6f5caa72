/* SPDX-License-Identifier: MIT */
/* What cursors do inside a call that has entered their book. */
#ifndef AS_ENGINE_CURSOR_STEP_H
#define AS_ENGINE_CURSOR_STEP_H
#include "engine/query.h"

/* Steps to the next row; it stands in cursor->row. @return ROW, DONE, or a failure that is noted */
aftersale_status as__cursor_advance(aftersale_cursor *cursor);
/* Unit for the next page: that of the group when one is open, else the cursor's own, emptied. */
as__unit *as__cursor_reads(aftersale_cursor *cursor);
#endif
