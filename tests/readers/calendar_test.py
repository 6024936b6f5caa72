#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Calendars as two readers that are not ours take them (S71): python3-icalendar and python3-vobject.

calendar_test.py calendar_program
"""

import subprocess
import sys
import tempfile
from datetime import timezone
from pathlib import Path

try:
    import icalendar
    import vobject
except ImportError as error:
    print(f"SKIPPED: {error}: nobody looked whether other readers take our calendars")
    sys.exit(77)

ZONE = "America/New_York"
CARD = "A card; with, commas, a \\ and a\nsecond line."
LONG = "Grüße aus Köln: " + "äöü" * 9 + " " + "🔧" * 5 + " und dann noch ein langer Satz bis zum Ende."
YEAR, NINE = "We look after it.", "Nine months later."
CALL = "Sam Baker, 555 0123"

# summary: (instant, local time, sequence, status)
FIRST = {
    CARD: ("2026-02-28T14:00:00", "2026-02-28T09:00:00", 0, "CONFIRMED"),
    LONG: ("2026-04-02T13:00:00", "2026-04-02T09:00:00", 0, "CONFIRMED"),
    YEAR: ("2027-03-03T14:00:00", "2027-03-03T09:00:00", 0, "CONFIRMED"),
    NINE: ("2026-12-02T14:00:00", "2026-12-02T09:00:00", 0, "CONFIRMED"),
}
SECOND = {
    CARD: FIRST[CARD],
    LONG: ("2026-04-05T13:00:00", "2026-04-05T09:00:00", 1, "CONFIRMED"),
    YEAR: (FIRST[YEAR][0], FIRST[YEAR][1], 1, "CANCELLED"),
    NINE: ("2026-12-05T14:00:00", "2026-12-05T09:00:00", 1, "CONFIRMED"),
}
WORK = {"Ada, Byron: Internal": "2026-02-28T14:00:00", "Ada, Byron: follow-up": "2026-04-05T13:00:00"}


def utc(when):
    return when.astimezone(timezone.utc).replace(tzinfo=None).isoformat()


def by_icalendar(data):
    """uid, summary, instant, local, sequence, status, contact of every event."""
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar["METHOD"] == "PUBLISH" and calendar["VERSION"] == "2.0"
    zones = {str(z["TZID"]): z.to_tz() for z in calendar.walk("VTIMEZONE")}
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        local = event["DTSTART"].dt.replace(tzinfo=None)
        zone = zones[event["DTSTART"].params["TZID"]]  # the one that came along, not one of the machine
        yield (
            str(event["UID"]),
            str(event["SUMMARY"]),
            utc(zone.localize(local)),
            local.isoformat(),
            int(event["SEQUENCE"]),
            str(event["STATUS"]),
            str(event.get("CONTACT", "")),
        )


def by_vobject(data):
    calendar = vobject.readOne(data.decode())
    calendar.validate(raiseException=True)
    for event in calendar.vevent_list:
        yield (
            event.uid.value,
            event.summary.value,
            utc(event.dtstart.value),
            event.dtstart.value.replace(tzinfo=None).isoformat(),
            int(event.sequence.value),
            event.status.value,
            event.getChildValue("contact", ""),
        )


def lines(data):
    """Every line ends with CR LF, is UTF-8 and has at most 75 bytes."""
    for line in data.split(b"\r\n"):
        assert b"\n" not in line and b"\r" not in line, line
        assert len(line) <= 75, line
        line.decode()
    assert data.endswith(b"END:VCALENDAR\r\n")


def read(path):
    data = path.read_bytes()
    lines(data)
    assert f"TZID:{ZONE}\r\n".encode() in data or path.name == "work.ics"
    ours, theirs = list(by_icalendar(data)), list(by_vobject(data))
    assert ours == theirs, f"{path.name}: the readers disagree: {ours} {theirs}"
    return {event[1]: event for event in ours}


def compare(name, events, expected):
    got = {summary: event[2:6] for summary, event in events.items()}
    assert got == expected, f"{name}: {got}"
    assert {event[6] for event in events.values()} == {CALL}, name


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, folder], check=True)
        first, second, work = (read(Path(folder) / f"{name}.ics") for name in ("first", "second", "work"))
    compare("first", first, FIRST)
    compare("second", second, SECOND)
    assert {s: e[0] for s, e in first.items()} == {s: e[0] for s, e in second.items()}, "an id changed"
    assert {s: e[2] for s, e in work.items()} == WORK, work
    assert {e[0] for e in work.values()} <= {e[0] for e in first.values()}, "a worklist's ids are the touches'"
    print("both readers take what we write")


if __name__ == "__main__":
    main(sys.argv[1])
