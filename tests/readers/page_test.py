#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Written plans as pages (S28), as readers that are not ours take them: well formed, with what a screen reader needs,
nothing to fetch, colours with contrast; and, where there is chromium, on one sheet of paper.

page_test.py page_program
"""

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

PAGES = {"new": "en", "polish": "pl", "arabic": "ar", "shared": "de", "outdated": "fr", "hostile": "es", "none": "en"}
VOID = {"meta", "br", "path", "circle"}
KNOWN = VOID | set(
    "html head title style body header main footer h1 h2 dl dt dd bdi svg desc text table thead tbody tr th td time "
    "span strong address p".split()
)
FETCHES = ("<script", "<link", "<img", "<iframe", "<object", "url(", "@import", "src=", "href=", " on")


class Balanced(HTMLParser):
    """Every element is known, and ends where it must, as a reader of HTML sees it."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.headings = [], [], []

    def handle_starttag(self, tag, attrs):
        assert tag in KNOWN, tag
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), attrs
        assert not any(name.startswith("on") for name in names), attrs
        self.ids += [value for name, value in attrs if name == "id"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID, tag
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, (tag, self.open)

    def handle_comment(self, data):
        raise AssertionError(data)


def check_form(page):
    reader = Balanced()
    reader.feed(page)
    reader.close()
    assert not reader.open, reader.open
    assert len(reader.ids) == len(set(reader.ids)), reader.ids
    assert reader.headings and reader.headings[0] == 1 and reader.headings.count(1) == 1, reader.headings
    assert all(b - a <= 1 for a, b in zip(reader.headings, reader.headings[1:])), reader.headings
    tags = re.sub(r"(?s)<style>.*</style>", "", page)
    for sign in FETCHES:
        assert sign not in "".join(re.findall(r"<[^>]*>", tags)), sign
    assert "url(" not in page and "@import" not in page


def check_for_ears(page, language):
    """What a screen reader goes by."""
    root = ElementTree.fromstring(page.replace("<!DOCTYPE html>", ""))
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert root.get("lang") == language and root.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert [child.tag for child in root.find("body")] == ["header", "main", "footer"]
    assert root.find("head/title").text == "".join(ids["title"].itertext())
    for element in root.iter():
        for name in (element.get("aria-labelledby") or "").split():
            assert "".join(ids[name].itertext()).strip(), name
    for row in root.iter("tr"):
        heads = [cell for cell in row if cell.tag == "th"]
        assert heads and all(cell.get("scope") in ("col", "row") for cell in heads)
    rows, columns = list(root.findall(".//tbody/tr")), len(root.findall(".//thead/tr/th"))
    assert all(len(row) == columns for row in rows)
    for svg in root.iter("svg"):
        assert svg.get("role") == "img" and svg.find("title").text and svg.find("desc").text
    for time in root.iter("time"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", time.get("datetime"))
    return rows, root


def lightness(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def check_contrast(page):
    """WCAG AA: 4.5 to 1 for whatever is text, on light and on dark."""
    themes = re.findall(r":root\{([^}]*)\}", page)
    assert len(themes) == 2, themes
    for theme in themes:
        colours = dict(re.findall(r"--([a-z]+):(#[0-9a-f]+)", theme))
        for name in ("ink", "aside", "mark"):
            light, dark = sorted((lightness(colours[name]), lightness(colours["paper"])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, theme)


def sheets_of(path, browser, folder):
    """How many sheets of US letter it takes, which is shorter than A4."""
    printed = folder / "printed.pdf"
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    subprocess.run(
        [*command, f"--print-to-pdf={printed}", path.as_uri()], check=True, capture_output=True, timeout=90
    )
    return len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.argv[1], name], check=True)
        pages = {key: (folder / f"{key}.html").read_text(encoding="utf-8") for key in PAGES}
        seen = {}
        for key, page in pages.items():
            check_form(page)
            check_contrast(page)
            seen[key] = check_for_ears(page, PAGES[key])
        assert len(seen["new"][0]) == 15 and not seen["none"][0]
        marks = seen["new"][1].findall(".//circle")
        assert 8 <= len(marks) <= 14, len(marks)  # fourteen have a day, and there is no room for more than six at once
        text = "".join(seen["hostile"][1].itertext())
        assert "B24 <script>alert(1)</script>" in text and "</td></table><img src=x onerror=alert(1)>&quot;<!--" in text
        for key in ("polish", "arabic"):
            said = "".join(seen[key][1].find("body").itertext())
            for word in ("Version", "Handed", "When", "Your contact", "March", "Time line", "written"):
                assert word not in said, (key, word)
        browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if browser is None:
            print("SKIPPED in part: no chromium: nobody looked whether pages of 15 promises fit a sheet of paper")
            return
        for key in ("new", "polish", "arabic", "shared", "outdated"):
            sheets = sheets_of(folder / f"{key}.html", browser, folder)
            assert sheets == 1, f"{key}: {sheets} sheets of paper"


main()
