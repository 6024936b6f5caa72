#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Doxygen reads the public headers as docs/Doxyfile.in says, without a warning: whatever is public has its words.

Doxygen itself passes over enumerators. Here they need words, too, but for the tags of fields, which have them at
the functions that read them.
"""

import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from pathlib import Path

import house

SETTINGS = Path(__file__).resolve().parents[2] / "docs" / "Doxyfile.in"
TAGS = "AFTERSALE_FIELD_"


def settings(root, output):
    text = SETTINGS.read_text(encoding="utf-8")
    for name, value in (
        ("PROJECT_VERSION", "0"),
        ("PROJECT_SOURCE_DIR", root),
        ("AFTERSALE_DOXYGEN_OUTPUT", output),
        ("AFTERSALE_DOXYGEN_STRICT", "FAIL_ON_WARNINGS"),
    ):
        text = text.replace(f"@{name}@", str(value))
    return text + "GENERATE_HTML = NO\nGENERATE_XML = YES\nXML_PROGRAMLISTING = NO\n"


def wordless(output):
    """The enumerators without words."""
    found = set()
    for page in sorted(Path(output, "xml").glob("*_8h.xml")):
        for value in xml.parse(page).iter("enumvalue"):
            name = value.findtext("name")
            words = "".join(
                text for part in ("briefdescription", "detaileddescription") for text in value.find(part).itertext()
            )
            if not words.strip() and not name.startswith(TAGS):
                found.add(name)
    return [f"{name}: an enumerator without words" for name in sorted(found)]


def check(root):
    with tempfile.TemporaryDirectory() as output:
        done = subprocess.run(
            ["doxygen", "-"], input=settings(root, output), capture_output=True, text=True, cwd=output
        )
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        if done.returncode != 0 or lines:
            return lines or [f"doxygen ended with {done.returncode}"]
        return wordless(output)


if __name__ == "__main__":
    if shutil.which("doxygen") is None:
        print("SKIPPED: doxygen is not installed; nobody looked whether the public headers have their words")
        sys.exit(house.SKIP_CODE)
    header = "/** @file a.h  One header. */\n{}\n"
    house.run(
        check,
        done="every public declaration has its words",
        sound={
            "include/aftersale/a.h": header.format(
                "/** A struct. */\ntypedef struct aftersale_a { int b; /**< its b */ } aftersale_a;\n"
                "/** Does it. @return whether */\nint aftersale_do(void);\n"
                "/** Choices. */\nenum { AFTERSALE_ONE = 1 /**< one */ };\n"
                "/** Tags. */\nenum { AFTERSALE_FIELD_A = 1 };"
            )
        },
        broken={
            name: {"include/aftersale/a.h": header.format(text)}
            for name, text in {
                "a function": "int aftersale_do(void);",
                "a macro": "#define AFTERSALE_ONE 1",
                "a member": "/** A. */\ntypedef struct aftersale_a { int b; } aftersale_a;",
                "an enumerator": "/** Choices. */\nenum { AFTERSALE_ONE = 1 };",
                "words about no parameter": "/** Does it. @param a none */\nint aftersale_do(void);",
            }.items()
        },
    )
