#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""vCards as a reader that is not ours takes them, and cards that it wrote as we take them (S71): python3-vobject.

card_test.py card_program
"""

import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import vobject
except ImportError as error:
    print(f"SKIPPED: {error}: nobody looked whether other readers take our cards")
    sys.exit(77)


def exported(program, *arguments):
    data = subprocess.run([program, *arguments], check=True, stdout=subprocess.PIPE).stdout
    for line in data.split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line, line
        line.decode()
    return {card.uid.value: card for card in vobject.readComponents(data.decode())}


def values(card, name):
    return [line.value for line in card.contents.get(name, [])]


def check_ours(cards):
    assert set(cards) == {"C,1", "O", "P"}, cards
    ada, house, grace = cards["C,1"], cards["O"], cards["P"]
    assert all(card.version.value == "4.0" for card in cards.values())
    assert ada.fn.value == 'Ada Byron; Countess \\ "of" Lovelace', ada.fn.value
    assert values(ada, "tel") == ["+44 20 7946 0018"]
    assert values(ada, "email") == ["ada@example.org"]
    assert ada.adr.value.street == "1 High St, London; UK", ada.adr.value
    assert values(ada, "categories") == [["vip", "gas, oil"]], values(ada, "categories")
    assert values(ada, "tz") == ["Europe/London"] and values(ada, "lang") == ["en"]
    assert values(house, "kind") == ["org"] and values(ada, "kind") == ["individual"]
    assert house.fn.value == "Grüße & Söhne, " + "äöü" * 13, house.fn.value
    assert values(grace, "role") == ["buyer", "user, too"], values(grace, "role")
    assert values(grace, "org") == [[house.fn.value]], values(grace, "org")


def theirs():
    """A card of version 3, as vobject writes it."""
    card = vobject.vCard()
    card.add("uid").value = "urn:uuid:1; or, so"
    card.add("fn").value = "Grace, B. Hopper"
    card.add("n").value = vobject.vcard.Name(family="Hopper", given="Grace")
    card.add("tel").value = "+1 212 555 0118"
    card.tel.type_param = ["WORK", "VOICE"]
    card.add("email").value = "grace@example.org"
    card.add("adr").value = vobject.vcard.Address(street="1 Main St", city="New York", code="10001")
    card.add("note").value = "nothing\nof ours " * 20
    card.add("categories").value = ["vip", "navy, old"]
    return card.serialize()


def check_theirs(program):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "theirs.vcf"
        path.write_bytes(theirs().encode())
        cards = exported(program, str(path))
    card = cards["urn:uuid:1; or, so"]
    assert card.fn.value == "Grace, B. Hopper"
    assert values(card, "tel") == ["+1 212 555 0118"] and card.tel.type_param == "work", card.tel
    assert card.adr.value.street == "1 Main St, New York, 10001", card.adr.value
    assert values(card, "categories") == [["vip", "navy, old"]]


def main(program):
    check_ours(exported(program))
    check_theirs(program)
    print("cards are taken both ways")


if __name__ == "__main__":
    main(sys.argv[1])
