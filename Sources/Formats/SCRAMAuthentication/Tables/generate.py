#!/usr/bin/env python3
"""Writes StringprepTables.swift and NormalizationTables.swift, from Unicode 3.2 as Python carries it.

SASLprep (RFC 4013) is a profile of stringprep (RFC 3454), which is bound to Unicode 3.2. Python's standard library
has the tables of RFC 3454 (`stringprep`) and that version of the Unicode Character Database
(`unicodedata.ucd_3_2_0`), so the tables need nothing but an interpreter:

    python3 Sources/Formats/SCRAMAuthentication/Tables/generate.py          writes the two files beside this one
    python3 Sources/Formats/SCRAMAuthentication/Tables/generate.py FOLDER   writes them into FOLDER
"""

import pathlib
import stringprep
import sys
import unicodedata

ucd = unicodedata.ucd_3_2_0
scalars = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]

hangul_syllables = range(0xAC00, 0xAC00 + 11172)

# The decompositions that Unicode 4.0 put right (Corrigendum #4), which the data of 3.2 has as they were. PostgreSQL
# normalizes by a later Unicode, whose other decompositions of what 3.2 assigns are those of 3.2.
corrected = [code for code in scalars
             if ucd.category(chr(code)) != "Cn"
             and ucd.normalize("NFKC", chr(code)) != unicodedata.normalize("NFKC", chr(code))]


def ranges(contains, codes):
    """The runs of `codes` that are in a table, as first, last, first, last and so on."""
    found = []
    for code in codes:
        if not contains(code):
            continue
        if found and found[-1] == code - 1:
            found[-1] = code
        else:
            found += [code, code]
    return found


def tables(*functions):
    return lambda code: any(function(chr(code)) for function in functions)


def stringprep_tables():
    every = range(0x110000)
    yield ("unassigned", "UInt32", "A.1: what Unicode 3.2 does not assign.",
           ranges(tables(stringprep.in_table_a1), every))
    yield ("mappedToNothing", "UInt32", "B.1: commonly mapped to nothing.",
           ranges(tables(stringprep.in_table_b1), every))
    yield ("nonASCIISpaces", "UInt32", "C.1.2: spaces other than that of ASCII.",
           ranges(tables(stringprep.in_table_c12), every))
    yield ("prohibited", "UInt32", "C.1.2, C.2.1, C.2.2 and C.3 to C.9: what the output may not have.",
           ranges(tables(stringprep.in_table_c12, stringprep.in_table_c21_c22, stringprep.in_table_c3,
                         stringprep.in_table_c4, stringprep.in_table_c5, stringprep.in_table_c6,
                         stringprep.in_table_c7, stringprep.in_table_c8, stringprep.in_table_c9), every))
    yield ("rightToLeft", "UInt32", "D.1: the bidirectional property R or AL.",
           ranges(tables(stringprep.in_table_d1), every))
    yield ("leftToRight", "UInt32", "D.2: the bidirectional property L.",
           ranges(tables(stringprep.in_table_d2), every))


def normalization_tables():
    keys, starts, pool, seen = [], [], [], {}
    for code in scalars:
        if code in hangul_syllables:
            continue
        mapping = tuple(map(ord, ucd.normalize("NFKD", chr(code))))
        if mapping == (code,):
            continue
        if mapping not in seen:
            seen[mapping] = len(pool)
            pool += mapping
        assert len(mapping) < 32
        keys.append(code << 5 | len(mapping))
        starts.append(seen[mapping])
    yield ("decomposed", "UInt32", "Every scalar that decomposes, shifted by 5, and into how many scalars.", keys)
    yield ("decompositionStarts", "UInt16", "Where in `decompositions` each of `decomposed` begins.", starts)
    yield ("decompositions", "UInt32", "The compatibility decompositions, in full.", pool)
    yield ("corrected", "UInt32", "The scalars whose decomposition Corrigendum #4 put right, each before it.",
           [number for code in corrected for number in (code, ord(unicodedata.normalize("NFKC", chr(code))))])
    yield ("combiningClasses", "UInt32", "Every scalar with a combining class, shifted by 8, and that class.",
           [code << 8 | ucd.combining(chr(code)) for code in scalars if ucd.combining(chr(code))])
    compositions = []
    for code in scalars:
        parts = [int(part, 16) for part in ucd.decomposition(chr(code)).split() if not part.startswith("<")]
        # Exclusions, singletons and what begins with a mark do not come back from their parts.
        if len(parts) == 2 and ucd.normalize("NFC", "".join(map(chr, parts))) == chr(code):
            compositions.append(parts[0] << 42 | parts[1] << 21 | code)
    yield ("compositions", "UInt64", "First scalar, second scalar, and what they compose to, of 21 bits each.",
           sorted(compositions))


def write(path, name, about, tables):
    lines = ["// swift-format-ignore-file", "// Written by generate.py; do not edit.", "", f"/// {about}",
             f"enum {name} {{"]
    for index, (table, element, comment, numbers) in enumerate(tables):
        lines += [""] * (index > 0) + [f"    /// {comment}", f"    static let {table}: [{element}] = ["]
        line = "       "
        for number in numbers:
            text = f" {number},"
            if len(line) + len(text) > 110:
                lines.append(line)
                line = "       "
            line += text
        lines += [line, "    ]"]
    path.write_text("\n".join(lines + ["}", ""]))


folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
write(folder / "StringprepTables.swift", "StringprepTables",
      "The tables of RFC 3454 that SASLprep uses, each as first, last, first, last and so on, ascending.",
      stringprep_tables())
write(folder / "NormalizationTables.swift", "NormalizationTables",
      "What normalization form KC of Unicode 3.2 needs; Hangul is reckoned, and not in here.",
      normalization_tables())
