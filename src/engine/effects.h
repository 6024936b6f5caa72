/* SPDX-License-Identifier: MIT */
/* What a command did besides (S11): noted as records before and after, worked out when asked. */
#ifndef AS_ENGINE_EFFECTS_H
#define AS_ENGINE_EFFECTS_H
#include "engine/engine.h"

aftersale_status as__effects_note(aftersale_book *book, const aftersale_enrolment *before,
                                  const aftersale_enrolment *after, const aftersale_customer *customer_before,
                                  const aftersale_customer *customer_after);
#endif
