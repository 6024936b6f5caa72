/* SPDX-License-Identifier: MIT */
/* After what the book allows, presumes or counts days by has changed, the agendas of its open runs are worked out anew,
 * in steps. What it says binds at once; until a run to a time has been through, lists look at what is parked, too. */
#ifndef AS_ENGINE_REBOUND_H
#define AS_ENGINE_REBOUND_H
#include "aftersale/advance.h"
#include "engine/command.h"

/* Notes it in a draft of the settings, whose event is still to be written; no plan was ever entered: there is nothing
 * to be done. */
aftersale_status as__rebound_ask(as__command *command, aftersale_settings *draft);
/* Whether a change of the settings moves anything in an agenda. */
bool as__rebound_is_needed(const aftersale_settings *before, const aftersale_settings *after);
/* Goes on with it for at most so many plans; counts them, and says whether nothing is left. */
aftersale_status as__rebound_go(aftersale_book *book, size_t most, aftersale_advanced *done, bool *wrote);
#endif
