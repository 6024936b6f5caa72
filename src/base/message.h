/* SPDX-License-Identifier: MIT */
/* Permanent numbers and words of every message the library gives. */
#ifndef AS_BASE_MESSAGE_H
#define AS_BASE_MESSAGE_H

typedef enum as__message {
    AS__MESSAGE_NONE = 0,
#define MESSAGE(number, name, text) AS__MESSAGE_##name = number,
#include "base/message.def"
#undef MESSAGE
} as__message;

const char *as__message_text(as__message message); /* "" for none */
#endif
