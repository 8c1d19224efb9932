"""SASLprep by Python's own tables: reads one text a line in hexadecimal, answers the result or what refused it."""

import stringprep
import sys
import unicodedata

ucd = unicodedata.ucd_3_2_0
PROHIBITED = [stringprep.in_table_c12, stringprep.in_table_c21_c22, stringprep.in_table_c3, stringprep.in_table_c4,
              stringprep.in_table_c5, stringprep.in_table_c6, stringprep.in_table_c7, stringprep.in_table_c8,
              stringprep.in_table_c9]


def mapped(text):
    spaced = "".join(" " if stringprep.in_table_c12(c) else c for c in text)
    return "".join(c for c in spaced if not stringprep.in_table_b1(c))


def check(text, query):
    for c in text:
        if any(table(c) for table in PROHIBITED):
            return "prohibitedCharacter"
        if not query and stringprep.in_table_a1(c):
            return "unassignedCodePoint"
    if any(map(stringprep.in_table_d1, text)):
        if any(map(stringprep.in_table_d2, text)):
            return "mixedDirections"
        if not (stringprep.in_table_d1(text[0]) and stringprep.in_table_d1(text[-1])):
            return "randALCatNotFirstAndLast"
    return None


def normalized(text):
    """Of Unicode 3.2: what that does not assign is nothing's part, though Python orders it as a later version does."""
    result, run = "", ""
    for c in text:
        if ucd.category(c) == "Cn":
            result, run = result + ucd.normalize("NFKC", run) + c, ""
        else:
            run += c
    return result + ucd.normalize("NFKC", run)


def strict(octets, query):
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        return "invalidUTF8"
    text = normalized(mapped(text))
    return check(text, query) or text.encode().hex()


def postgresql(octets):
    """As the server does: checks before it normalizes, and normalizes by a later Unicode."""
    if octets.isascii():
        return octets.hex()
    try:
        text = mapped(octets.decode())
    except UnicodeDecodeError:
        return octets.hex()
    if not text or check(text, False):
        return octets.hex()
    return unicodedata.normalize("NFKC", text).encode().hex()


for line in sys.stdin:
    octets = bytes.fromhex(line.strip())
    print(strict(octets, False), strict(octets, True), postgresql(octets), sep=",")
