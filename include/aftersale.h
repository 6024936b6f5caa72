/* SPDX-License-Identifier: MIT */
/** @file aftersale.h  The after-sale engine, whole.
 *
 * Five things to know, and the header of any noun can be read alone:
 *  1. A **book** is one seller's data. Open it on a store; every call goes to it.
 *  2. Function `aftersale_x` takes its inputs as a struct `aftersale_x_args`, written in place with
 *     `AFTERSALE_ARGS(x, .field = …)`; a command's last parameter takes the id of what it made or changed, or NULL.
 *     A field left out is "not given". No field's zero means anything else.
 *  3. Calls return a status: 0 fine, negative failed; `aftersale_book_error(book)->text` says why.
 *  4. What a call gives back as `const aftersale_<noun> *` is an unchanging record: read it with getters, pass it
 *     between threads, release it with `_free`. What a cursor gives is yours until its next step.
 *  5. You may name anything by our id or by your own reference: `.customer.ref = "C-17"`.
 */
#ifndef AFTERSALE_H
#define AFTERSALE_H
#include "aftersale/base.h"
#include "aftersale/value.h"
#include "aftersale/error.h"
#include "aftersale/context.h"
#include "aftersale/schema.h"
#include "aftersale/book.h"
#include "aftersale/settings.h"
#include "aftersale/rule.h"
#include "aftersale/cursor.h"
#include "aftersale/actor.h"
#include "aftersale/holidays.h"
#include "aftersale/customer.h"
#include "aftersale/person.h"
#include "aftersale/consent.h"
#include "aftersale/product.h"
#include "aftersale/sale.h"
#include "aftersale/goal.h"
#include "aftersale/plan.h"
#include "aftersale/enrolment.h"
#include "aftersale/migration.h"
#include "aftersale/impact.h"
#include "aftersale/touch.h"
#include "aftersale/worklist.h"
#include "aftersale/advance.h"
#include "aftersale/preview.h"
#include "aftersale/simulation.h"
#include "aftersale/sheet.h"
#include "aftersale/explain.h"
#include "aftersale/event.h"
#include "aftersale/projection.h"
#include "aftersale/exchange.h"
#include "aftersale/vcard.h"
#endif
