# SPDX-License-Identifier: MIT
"""The program without a terminal: the forms of its answers with texts that would break them, its exit codes, its
complaints, its calendars and cards, and how it cuts lines into words.
answers_test.py PROGRAM EXAMPLES [--without-ical]"""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile

NOW = "2026-11-20T09:00:00Z"
# What no form may take for its own: formulas, quotes, pipes, line ends, what steers a terminal or turns the writing.
HOSTILE = {
    "H-1": '=HYPERLINK("http://example.org","x")',
    "H-2": "a|b <b>*c*</b> `d` [e]",
    "H-3": 'two, "quoted"',
    "H-4": "right\u202eleft",
    "H-5": "Käthe Müller-Lüdenscheidt",
    "H-6": "-7 + 3",
}
failures = []


def check(what, seen, wanted):
    if seen != wanted:
        failures.append(f"FAILED {what}: {seen!r}, must be {wanted!r}")


class Shell:
    def __init__(self, program, examples, folder):
        self.program, self.examples, self.folder = program, examples, folder

    def run(self, *words, text="", ended=0, **variables):
        """What it prints and says."""
        keep = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        done = subprocess.run(
            [self.program, *words],
            input=text.encode(),
            cwd=self.folder,
            env={**keep, **variables},
            capture_output=True,
            check=False,
        )
        said = done.stderr.decode()
        check(f"{' '.join(words)}: exit code ({said.strip()})", done.returncode, ended)
        return done.stdout.decode(), said

    def book(self, *words, **more):
        return self.run("--store", "sqlite:book.db", "--now", NOW, *words, **more)


def fill(shell):
    """Customers with hostile names, each with a sale whose plan is due."""
    lines = []
    for ref, name in HOSTILE.items():
        contacts = [{"channel": "phone", "address": f"+44 20 7946 00{ref[-1]}8"}]
        goods = [{"product": "LAMP", "price": "89.00 GBP"}]
        sale = {"ref": f"S-{ref}", "customer": ref, "sold": "2026-11-02", "delivered": "2026-11-03"}
        lines.append({"kind": "customer", "ref": ref, "name": name, "owner": "sam", "contacts": contacts})
        lines.append({"kind": "sale", **sale, "plan": "one-off-sale", "lines": goods})
    text = "".join(json.dumps(line) + "\n" for line in lines)
    shell.book("import", "-", text=text)


def names(rows):
    return {row["sale"][2:]: row["customer"] for row in rows}


def check_forms(shell):
    command = ("worklist", "--format")
    check("JSON gives the names as they are", names(json.loads(shell.book(*command, "json")[0])), HOSTILE)
    guarded = {ref: name.replace("\u202e", "\\u202e") for ref, name in HOSTILE.items()}
    guarded |= {ref: f"'{name}" for ref, name in guarded.items() if name[0] in "=-"}
    rows = csv.DictReader(io.StringIO(shell.book(*command, "csv")[0]))
    check("CSV keeps formulas from being one", names(rows), guarded)
    head, rule, *rows = shell.book(*command, "markdown")[0].splitlines()
    cells = head.count("|")
    check("Markdown, rule below the head", rule, "|" + " --- |" * (cells - 1))
    check("Markdown, as many cells everywhere", {row.replace("\\|", "").count("|") for row in rows}, {cells})
    check("Markdown, signs escaped", "a\\|b \\<b>\\*c\\*\\</b> \\`d\\` \\[e\\]" in "\n".join(rows), True)
    table = shell.book(*command, "table")[0].splitlines()
    place = table[0].index("channel")
    check("table, columns by code points", {line[place - 2 : place] for line in table}, {"  "})
    check("table, nothing that turns the writing", any("\u202e" in line for line in table), False)
    check("table, no blanks at the end", [line for line in table if line != line.rstrip()], [])


def check_records(shell):
    touch = json.loads(shell.book("worklist", "--format", "json")[0])[0]["touch"]
    note = "first line\nsecond | line"
    shell.book("claim", touch, "--actor", "sam")
    answer = json.loads(shell.book("--format=json", "done", touch, "reached", "--note", note)[0])
    check("a record in JSON", (answer["outcome"], answer["entered"]), ("reached", "in time"))
    export, _ = shell.book("export")
    check("a note of two lines is kept", note in [json.loads(line).get("note") for line in export.splitlines()], True)
    text, _ = shell.book("--format", "csv", "customer", "H-3")
    first = next(csv.DictReader(io.StringIO(text)))
    check("a record in CSV", (first["ref"], first["name"]), ("H-3", HOSTILE["H-3"]))
    answer = json.loads(shell.book("customer", "H-2", "--format", "json")[0])
    check("several tables in one JSON value", sorted(answer), ["customer", "enrolments", "sales"])
    text, _ = shell.book("customer", "H-2", "--format", "markdown")
    check("a record in Markdown", text.splitlines()[:2], ["| field | value |", "| --- | --- |"])


def check_exit_codes(shell):
    by_sale = {row["sale"]: row["touch"] for row in json.loads(shell.book("worklist", "--format", "json")[0])}
    first, second, blocked = (by_sale[f"S-H-{i}"] for i in (3, 4, 2))
    check("nothing to show is well", shell.book("worklist", "--owner", "nobody", "--format", "json")[0], "[]\n")
    shell.book("import", "-", text='{"kind":"customer"}\n', ended=1)
    shell.run(ended=0)  # an empty input has no commands
    shell.run("no-such-command", ended=2)
    shell.run("worklist", ended=2)  # without a --store
    shell.book("worklist", "--limit", "many", ended=2)
    shell.book("claim", first, ended=2)  # without its --actor
    shell.book("claim", "17", "--actor", "sam", ended=2)
    shell.book("claim", first, "twice", "--actor", "sam", ended=2)
    shell.book("worklist", "--format", "xml", ended=2)
    shell.book("snooze", first, "--until", "2020-01-01", ended=3)
    shell.book("publish", "-", text="{}", ended=3)
    shell.book("customer", "H-9", ended=4)
    shell.book("ready", "no-such-plan", ended=4)
    shell.book("migrate", "one-off-sale", "--version", str(2**32 + 1), ended=4)
    consent = {"kind": "consent", "customer": "H-2", "purposes": ["service"], "answer": "no", "source": "on the phone"}
    refusal, _ = shell.book("import", "-", text=json.dumps(consent) + "\n")
    check("a refusal goes in", " 1 " in refusal, True)
    reasons, said = shell.book("claim", blocked, "--actor", "sam", ended=5)
    check("what the gate says", "consent" in reasons and "BLOCKED" in said, True)
    shell.book("claim", second, "--actor", "sam")
    shell.book("claim", second, "--actor", "kim", ended=6)
    shell.book("import", "nowhere.jsonl", ended=7)
    shell.book("export", "-o", "no/such/folder.jsonl", ended=7)
    with open(os.path.join(shell.folder, "broken.db"), "wb") as file:
        file.write(b"this is no book " * 1000)
    shell.run("--store", "sqlite:broken.db", "totals", ended=8)
    shell.book("customer", "H-9", "then", "ready", "no", "then", "plans", ended=4)
    _, said = shell.book("no-such-command", "then", "customer", "H-9", ended=2)
    check("what is misused ends the run", said.count("\n"), 1)


def check_complaints(shell):
    _, said = shell.book("--format", "json", "customer", "H-9", ended=4)
    error = json.loads(said)["error"]
    check("an error in JSON", (error["exit"], error["status"]), (4, "AFTERSALE_NOT_FOUND"))
    check("its problems", [problem["path"] for problem in error["problems"]], ["ref"])
    _, said = shell.book("--format", "json", "worklist", "--wrong", ended=2)
    check("misuse in JSON", json.loads(said)["error"]["about"], "--wrong")
    _, said = shell.book("--format", "json", "import", "-", text="\n[]\n", ended=1)
    check("a line in JSON", json.loads(said)["error"]["line"], 2)
    _, said = shell.book("plans", "--format", "xml", ended=2)
    check("choices are told", said.splitlines()[0], "aftersale: --format: takes one of table|json|csv|markdown")
    _, said = shell.book("claim", "17", ended=2)
    check("what is missing is told", said.splitlines()[0], "aftersale: --actor: must be given")
    _, said = shell.book("claim", ended=2)
    check("usage follows", said.splitlines()[1], "usage: aftersale claim TOUCH --actor NAME [--lease PERIOD]")


def unfolded(calendar):
    return calendar.replace("\r\n ", "").split("\r\n")


def check_calendars(shell):
    """S71: a sheet and a worklist for calendars."""
    worklist, _ = shell.book("worklist", "--owner", "sam", "--format", "ical")
    touches = [row["touch"] for row in json.loads(shell.book("worklist", "--owner", "sam", "--format", "json")[0])]
    uids = [line[4:] for line in unfolded(worklist) if line.startswith("UID:")]
    check("a calendar of what is due", (sorted(uids), len(uids) > 0), (sorted(touches), True))
    check("an owner's calendar names the customer", any(HOSTILE["H-5"] in line for line in unfolded(worklist)), True)
    nothing, _ = shell.book("worklist", "--owner", "nobody", "--format", "ical")
    check("a calendar of nothing", ("BEGIN:VCALENDAR" in nothing, "BEGIN:VEVENT" in nothing), (True, False))
    sheet, _ = shell.book("sheet", "--sale", "S-H-5", "--format", "ical", "--language", "de")
    shell.book("sheet", "--sale", "S-H-5", "--format", "ical", "--language", "de", "-o", "plan.ics")
    with open(os.path.join(shell.folder, "plan.ics"), encoding="utf-8", newline="") as file:
        check("a calendar in a file", file.read(), sheet)
    check("it is in the language", any("SUMMARY:Nach" in line for line in unfolded(sheet)), True)
    check("the customer's calendar does not name the objective", "DESCRIPTION" in sheet, False)
    shell.book("worklist", "--format", "ical", "--limit", "1", ended=2)
    shell.book("sheet", "--sale", "S-H-9", "--format", "ical", ended=4)
    shell.book("sheet", "--sale", "S-H-5", "--format", "ical", "-o", "no/such/plan.ics", ended=7)


def check_sheets(shell):
    """S28: who is given a sheet stands in it, in words that the book was given."""
    words = {"shared_with": "Dato a {who} il {day}", "seen": "Visto il {day}", "date": "{day}/{year}"}
    put = ("words", "it", "-")
    check("words", "put" in shell.book(*put, text=json.dumps(words))[0], True)
    check("the same words", "unchanged" in shell.book(*put, text=json.dumps(words))[0], True)
    shell.book(*put, text='{"seen": "{who}"}', ended=3)
    sheet = ("sheet", "--sale", "S-H-3", "--language", "it")
    shell.book(*sheet, "--acknowledged", ended=4)
    check("given to", "Dato a An, \"na\" il 20/2026\n" in shell.book(*sheet, "--share", 'An, "na"')[0], True)
    check("seen", shell.book(*sheet, "--acknowledged")[0].endswith("Visto il 20/2026\n"), True)
    page, _ = shell.book(*sheet, "--format", "html")
    check("a page", ('<html lang="it" dir="ltr">' in page, "An, &quot;na&quot; il" in page), (True, True))


def check_no_calendars(shell):
    for command in (("worklist",), ("sheet", "--sale", "S-H-5")):
        text, said = shell.book(*command, "--format", "ical", ended=3)
        check("a build without calendars says so", (text, "without aftersale-ical" in said), ("", True))


def check_cards(shell):
    """S71: what goes out as cards comes in again; bad cards are told by their lines."""
    cards, _ = shell.book("cards", "export")
    check("a card a customer", cards.count("BEGIN:VCARD\r\n"), len(HOSTILE))
    one, _ = shell.book("cards", "export", "H-5")
    check("the cards of one", (one.count("BEGIN:VCARD"), one in cards), (1, True))
    shell.book("cards", "export", "H-5", "-o", "one.vcf")
    with open(os.path.join(shell.folder, "one.vcf"), encoding="utf-8", newline="") as file:
        check("cards in a file", file.read(), one)
    other = ("--store", "memory:", "--format", "json")
    answers, _ = shell.run(*other, "cards", "import", "-", "then", "customer", "H-1", text=cards)
    check("cards come in", json.loads(answers.split("\n]}\n")[0] + "\n]}")["records"][0]["made"], len(HOSTILE))
    check("names as they were", json.dumps(HOSTILE["H-1"]) in answers, True)
    begin, end = "BEGIN:VCARD\nVERSION:4.0\n", "END:VCARD\n"
    bad = f"{begin}UID:B-1\nFN:One\nTEL;ENCODING=b:x\n{end}{begin}FN:Two\n{end}{begin}UID:B-3\nFN:Three\n{end}"
    answer, said = shell.run(*other, "cards", "import", "-", text=bad, ended=1)
    counts = json.loads(answer)["records"][0]
    check("a bad card keeps no other out", (counts["made"], counts["refused"]), (1, 2))
    errors = [json.loads(line)["error"] for line in said.splitlines()]
    check("lines of bad cards", [(error["line"], error["path"]) for error in errors], [(5, "TEL"), (7, "UID")])
    shell.run(*other, "cards", "import", "-", text=f"{begin}UID:B-1\nFN:On\0e\n{end}", ended=1)
    shell.book("cards", "import", ended=2)
    shell.book("cards", "import", "one.vcf", "-o", "two.vcf", ended=2)
    shell.book("cards", "send", ended=2)
    shell.book("cards", "export", "H-9", ended=4)
    shell.book("cards", "import", "nowhere.vcf", ended=7)
    shell.book("cards", "export", "-o", "no/such/cards.vcf", ended=7)


def check_products(shell):
    """S14: the entry of a day, and the versions of a product."""
    puts = ({"name": "Lamp", "price": "89.00 GBP", "from": "2026-01-01"}, {"price": "95.50 GBP", "from": "2027-01-01"})
    text = "".join(json.dumps({"kind": "product", "ref": "LAMP", **put}) + "\n" for put in puts)
    shell.book("import", "-", text=text)
    today = json.loads(shell.book("product", "LAMP", "--format", "json")[0])
    ahead = json.loads(shell.book("product", "LAMP", "--on", "2027-01-01", "--format", "json")[0])
    check("the product of today", (today["product"]["price"], today["product"]["until"]), ("89.00 GBP", "2027-01-01"))
    check("that of another day", (ahead["product"]["name"], ahead["product"]["price"]), ("Lamp", "95.50 GBP"))
    versions = [(row["from"], row["until"], row["price"]) for row in today["versions"]]
    check("its versions", versions, [("2026-01-01", "2027-01-01", "89.00 GBP"), ("2027-01-01", "", "95.50 GBP")])
    check("the same on any day", ahead["versions"], today["versions"])
    shell.book("product", "LAMP", "--on", "2025-12-31", ended=4)
    shell.book("product", "no-such-product", ended=4)
    shell.book("product", "LAMP", "--on", "tomorrow", ended=2)


def check_merges(shell):
    """S13: either name answers as the one, and for themselves when they are parted."""

    def answer(*words, **more):
        return json.loads(shell.book("--format", "json", *words, **more)[0])

    merge, part = ("merge", "H-6", "H-4"), ("part", "H-6")
    one, other = (answer("customer", ref) for ref in ("H-4", "H-6"))
    check("merged", answer(*merge), {"customer": "H-6", "into": "H-4", "result": "merged"})
    check("merged again", answer(*merge)["result"], "unchanged: they were merged before")
    check("either ref", [answer("customer", ref)["customer"]["ref"] for ref in ("H-4", "H-6")], ["H-4", "H-4"])
    both = answer("customer", "H-6")
    check("sales of both", [row["sale"] for row in both["sales"]], ["S-H-4", "S-H-6"])
    twins = [twin["customer"]["id"] for twin in both["customer"]["twins"]]
    check("who was merged into them", twins, [other["customer"]["id"]])
    check("by a name that was merged", answer("merge", "H-5", "H-6")["into"], "H-4")
    answer("part", "H-5")
    shell.book("merge", "H-4", "H-6", ended=3)
    check("parted", answer(*part), {"customer": "H-6", "result": "parted"})
    shell.book(*part, ended=3)
    shell.book("part", "H-9", ended=4)
    shell.book("merge", "H-6", "H-9", ended=4)
    shell.book("merge", "H-6", ended=2)
    for was in (one, other):
        now = answer("customer", was["customer"]["ref"])
        check("their own again", (now["customer"]["name"], now["sales"]), (was["customer"]["name"], was["sales"]))


def check_pauses(shell):
    """S24: a plan rests, goes on by itself or when it is told, and what moves is shown."""

    def answer(*words, **more):
        return json.loads(shell.book("--format", "json", *words, **more)[0])

    run = answer("customer", "H-5")["enrolments"][0]["enrolment"]
    ahead = [touch for touch in answer("touches", "--enrolment", run) if touch["state"] == "planned"]
    paused = answer("pause", run, "--until", "2026-12-21")
    check("paused", paused["enrolment"], {"plan": "one-off-sale", "state": "paused", "until": "2026-12-21"})
    check("what a pause moves", [row["step"] for row in paused["touches"]], [touch["step"] for touch in ahead])
    check("to its end, or later", min(row["after"] for row in paused["touches"])[:10], "2026-12-21")
    rules = {row["rule"] for row in answer("explain", ahead[-1]["touch"])}
    check("each reason names its rule", rules, {"state", "anchor", "offset", "pause", "window", "consent", "not_after"})
    shell.book("pause", run, ended=3)
    resumed = answer("resume", run)
    check("resumed", resumed["enrolment"], {"plan": "one-off-sale", "state": "active"})
    back = [(row["after"], row["before"]) for row in resumed["touches"]]
    check("and all is as it was", back, [(row["before"], row["after"]) for row in paused["touches"]])
    shell.book("resume", run, ended=3)
    shell.book("pause", run, "--until", "soon", ended=2)
    shell.book("pause", "H-5", ended=2)
    answer("enrol", "consumable", "--customer", "H-5", "--state", "promised")
    promised = answer("customer", "H-5")["enrolments"][-1]["enrolment"]
    check("what was promised begins", answer("resume", promised)["enrolment"]["state"], "active")


def check_migrations(shell):
    """S21: what becomes of the plan is said before, and nothing is written by that."""

    def answer(*words, **more):
        return json.loads(shell.book("--format", "json", *words, **more)[0])

    def publish(*steps):
        there = [{"key": key, "kind": "follow-up", "anchor": "enrolment", "after": after} for key, after in steps]
        shell.book("publish", "-", text=json.dumps({"plan": "thin", "steps": there}))

    first, second = ("first", "P0D"), ("second", "P1W")
    publish(first, second)
    run = answer("enrol", "thin", "--customer", "H-4")["enrolment"]
    touch = answer("touches", "--enrolment", run)[0]["touch"]
    check("in that version", answer("migrate", run)["enrolment"], {"then": "active"})
    shell.book("claim", touch, "--actor", "sam")
    publish(second)
    held = answer("migrate", run)
    check("held", [row["what"] for row in held["touches"]], ["kept", "held"])
    check("and it says so", (held["enrolment"]["then"], "first" in held["enrolment"]["why"]), ("as it is", True))
    shell.book("done", touch, "reached")
    check("it goes on", answer("migrate", run)["enrolment"], {"then": "active"})
    publish(first)
    events = answer("events")
    over = answer("migrate", run)
    check("what it drops", {row["step"]: row["what"] for row in over["touches"]}, {"first": "kept", "second": "dropped"})
    check("and so it is over", over["enrolment"], {"then": "completed"})
    check("nothing is written", answer("events"), events)
    answer("migrate", run, "--apply")
    states = {row["enrolment"]: row["state"] for row in answer("customer", "H-4")["enrolments"]}
    check("as was said", states[run], "completed")


def check_words(shell):
    script = (
        "# a remark\n\n"
        "customer 'H-3' --format=json then customer \"H-\"5 --format json\n"
        "customer H\\-1 --format json # and another\n"
        "quit\n"
        "no-such-command\n"
    )
    text, _ = shell.book("--format", "json", text=script)
    decoder, at, refs = json.JSONDecoder(), 0, []
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        refs.append(value["customer"]["ref"])
    check("words of a script", refs, ["H-3", "H-5", "H-1"])
    _, said = shell.book("run", "-", text="plans 'open\n", ended=2)
    check("an open quote", "a quote is not closed" in said and "line 1" in said, True)
    _, said = shell.book("run", "-", text="prompt\n", ended=2)
    check("no prompt in a script", "prompt" in said, True)
    with open(os.path.join(shell.folder, "loop.script"), "w", encoding="utf-8") as file:
        file.write("run loop.script\n")
    _, said = shell.book("run", "loop.script", ended=2)
    check("a script that runs itself ends", "too many others" in said, True)
    options = f"--store 'sqlite:book.db' --format csv --now {NOW}"
    text, _ = shell.run("plans", AFTERSALE_OPTIONS=options)
    check("options of the environment", text.startswith("plan,version,name,published\n"), True)
    text, _ = shell.run("--format", "json", "plans", AFTERSALE_OPTIONS=options)
    check("those of the line count more", text.startswith("["), True)
    shell.run("plans", AFTERSALE_OPTIONS="plans", ended=2)
    _, said = shell.book("customer", "--", "--H", ended=4)
    check("behind -- all are words", "NOT_FOUND" in said, True)


def main():
    program, examples = map(os.path.abspath, sys.argv[1:3])
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(program, examples, folder)
        fill(shell)
        check_forms(shell)
        check_records(shell)
        check_exit_codes(shell)
        check_complaints(shell)
        (check_no_calendars if sys.argv[3:] == ["--without-ical"] else check_calendars)(shell)
        check_sheets(shell)
        check_cards(shell)
        check_products(shell)
        check_merges(shell)
        check_pauses(shell)
        check_migrations(shell)
        check_words(shell)
    print("\n".join(failures) if failures else "all answers are as described")
    sys.exit(1 if failures else 0)


main()
