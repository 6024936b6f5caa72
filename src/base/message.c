/* SPDX-License-Identifier: MIT */
#include "base/message.h"

const char *as__message_text(as__message message)
{
    switch (message) {
    case AS__MESSAGE_NONE:
        break;
#define MESSAGE(number, name, text)                                                                          \
    case AS__MESSAGE_##name:                                                                                 \
        return text;
#include "base/message.def"
#undef MESSAGE
    }
    return "";
}
