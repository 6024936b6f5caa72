/* SPDX-License-Identifier: MIT */
/* Names of the enumerations that several tables use. */
#ifndef AS_SCHEMA_WORDS_H
#define AS_SCHEMA_WORDS_H

#define AS__OUTCOMES                                                                                        \
    "reached=1 no_answer=2 wrong_person=3 contact_later=4 problem=5 lukewarm=6 delighted=7 refused=8 "      \
    "out_of_office=9 bounced=10"
#define AS__PURPOSES "service=1 relationship=2 selling=4 asking=8 partner=16"
#define AS__TOUCH_STATES                                                                                    \
    "planned=1 waiting=2 blocked=3 claimed=4 snoozed=5 done=6 missed=7 cancelled=8"
#define AS__EVENT_TYPES                                                                                     \
    "customer.put=1 person.put=2 product.put=3 actor.put=4 sale.recorded=5 sale.put=6 sale.returned=7 "     \
    "goal.put=8 consent.set=9 plan.published=10 words.put=11 settings.put=12 rules.put=13 enrolled=14 "     \
    "plan.moved=15 touch.claimed=16 touch.released=17 touch.tried=18 touch.done=19 touch.snoozed=20 "       \
    "sheet.shared=21 sheet.acknowledged=22 book.created=23 calendar.loaded=24 "     \
    "enrolment.migrated=25 customer.merged=26 customer.parted=27 touch.agreed=28 work.handed_over=29 " \
    "touch.missed=30 plan.through=31 book.advanced=32"

#endif
