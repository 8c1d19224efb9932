"""Tests of the list of equivalent faults: python3 -m unittest discover Mutation/Running"""
import os
import tempfile
import unittest

import allowing
from building import Fault, programs, sources, to_drop
from copying import manifest


def fault(number, kind, line, original="a < b", file="Sources/A/B/C.swift"):
    return Fault(number, kind, file, line, original)


class AllowingTests(unittest.TestCase):
    def read(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "list")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return allowing.read(path)

    def test_a_line_is_known_by_its_content_and_not_its_number(self):
        allowed = self.read("# a comment\n\nSources/A/B/C.swift\tboundary\ta < b\ta is never b\n")
        self.assertTrue(allowing.is_allowed(allowed, fault(1, "boundary", 7)))
        self.assertTrue(allowing.is_allowed(allowed, fault(9, "boundary", 70)))
        self.assertFalse(allowing.is_allowed(allowed, fault(1, "always", 7)))
        self.assertFalse(allowing.is_allowed(allowed, fault(1, "boundary", 7, "a < c")))
        self.assertFalse(allowing.is_allowed(allowed, fault(1, "boundary", 7, file="Sources/A/B/D.swift")))

    def test_a_line_without_a_reason_is_refused(self):
        for line in ["a\tb\tc\n", "a\tb\tc\t\n", "a b c d\n"]:
            with self.assertRaisesRegex(ValueError, ":1: "):
                self.read(line)

    def test_a_line_about_text_that_is_gone_is_named(self):
        allowed = self.read("Sources/A/B/C.swift\tboundary\tx < y\tis\nSources/A/B/D.swift\tboundary\tx < y\tis\n")
        self.assertEqual(allowing.unused(allowed, [fault(1, "boundary", 7)], ["Sources/A/B/C.swift"]),
                         [("Sources/A/B/C.swift", "boundary", "x < y")])


class BuildingTests(unittest.TestCase):
    def test_of_a_line_with_an_error_the_dubious_go_first(self):
        faults = [fault(1, "always", 3), fault(2, "swapped", 3), fault(3, "always", 4)]
        path = faults[0].file
        self.assertEqual(to_drop(faults, {(path, 3)}, 0), {2})
        self.assertEqual(to_drop(faults[:1] + faults[2:], {(path, 3)}, 0), {1})
        self.assertEqual(to_drop(faults, {(path, 9)}, 0), {3})
        self.assertEqual(to_drop(faults, {(path, 4)}, 6), {1, 3})
        self.assertEqual(to_drop(faults, {("Sources/Other.swift", 4)}, 0), set())

    def test_nothing_is_planted_into_what_a_program_wrote(self):
        with tempfile.TemporaryDirectory() as package:
            os.makedirs(f"{package}/Sources/A/B/Tables")
            texts = {"C": "// A comment\n", "Tables/D": "// swift-format-ignore-file\n// Written by x\n"}
            for name, text in texts.items():
                with open(f"{package}/Sources/A/B/{name}.swift", "w", encoding="utf-8") as file:
                    file.write(text)
            self.assertEqual(sources(package, "B"), ("Sources/A/B", ["Sources/A/B/C.swift"]))

    def test_the_programs_that_tests_start_are_found(self):
        with tempfile.TemporaryDirectory() as package:
            for target, program in [("one_encTests", "other-tool"), ("two_encTests", "third")]:
                os.makedirs(f"{package}/Tests/Tools/{target}/Inner")
                with open(f"{package}/Tests/Tools/{target}/Inner/C.swift", "w", encoding="utf-8") as file:
                    file.write(f'let tool = try Program.built("{program}")\n')
            self.assertEqual(programs(package, ["one_encTests"]), ["other-tool"])

    def test_the_copy_takes_warnings(self):
        text = manifest("let a = [\n    .treatAllWarnings(as: .error),\n    .x,\n]\n", ["BTests"])
        self.assertTrue(text.startswith("let a = [\n    .x,\n]\n"))
        self.assertIn('["BTests"]', text)


if __name__ == "__main__":
    unittest.main()
