"""Tests of the list of equivalent faults: python3 -m unittest discover Mutation/Running"""
import os
import tempfile
import unittest
from types import SimpleNamespace

import allowing
from building import Fault, crashes, known, programs, remember, search, second_chance, sources, to_drop
from copying import manifest
from sampling import chosen, drawn, exit_status
from testing import Tests


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


class JudgingTests(unittest.TestCase):
    def judged(self, *endings):
        """What is told of a fault that two suites reach, of which the runs end so one after the other."""
        tests, told, runs = Tests("", 1), [], iter(endings)
        tests.run = lambda *_, **__: (next(runs), 0)
        tests.judge([fault(1, "always", 3)], [("BTests.C", {1}, 0), ("BTests.D", {1}, 0)],
                    lambda _, result: told.append(result))
        return told, tests.flaky

    def test_a_suite_that_is_red_once_has_caught_nothing(self):
        self.assertEqual(self.judged(False, False), (["BTests.C"], {}))
        self.assertEqual(self.judged(False, True, True), (["survived"], {"BTests.C": 1}))
        self.assertEqual(self.judged(False, True, False, False), (["BTests.D"], {"BTests.C": 1}))


class SamplingTests(unittest.TestCase):
    def test_a_seed_draws_the_same_and_more_than_are_judged(self):
        faults = [fault(number, "always", number) for number in range(100)]
        order = drawn(faults, 20, 1)
        self.assertEqual(order, drawn(faults, 20, 1))
        self.assertEqual(len(set(order)), 30)
        self.assertNotEqual(order, drawn(faults, 20, 2))
        self.assertEqual(sorted(drawn(faults, 90, 1)), faults)

    def test_what_does_not_compile_gives_way_to_what_is_drawn_next(self):
        one, two, three, four = order = [fault(number, "always", number) for number in (4, 3, 2, 1)]
        self.assertEqual(chosen(order, order, 2), [two, one])
        self.assertEqual(chosen(order, [four, three, one], 2), [three, one])
        self.assertEqual(chosen(order, [four], 2), [four])

    def test_a_least_percentage_lets_some_survive(self):
        self.assertEqual([exit_status(count, 100, None) for count in (0, 1)], [0, 1])
        self.assertEqual([exit_status(count, 100, 92) for count in (0, 8, 9)], [0, 0, 1])
        self.assertEqual(exit_status(0, 0, 92), 0)


class BuildingTests(unittest.TestCase):
    def test_of_a_line_with_an_error_the_dubious_go_first(self):
        faults = [fault(1, "always", 3), fault(2, "swapped", 3), fault(3, "always", 4)]
        path = faults[0].file
        self.assertEqual(to_drop(faults, {(path, 3, "no")}, 0), {2})
        self.assertEqual(to_drop(faults[:1] + faults[2:], {(path, 3, "no")}, 0), {1})
        self.assertEqual(to_drop(faults, {(path, 9, "no")}, 0), {3})
        self.assertEqual(to_drop(faults, {("Sources/Other.swift", 4, "no")}, 0), set())

    def test_what_comes_late_takes_along_what_stands_beside_it_alone(self):
        faults = [fault(line, "text", line) for line in (3, 4, 5, 7, 90)]
        path = faults[0].file
        self.assertEqual(to_drop(faults, {(path, 4, "no")}, 5), {4})
        self.assertEqual(to_drop(faults, {(path, 4, "no")}, 6), {3, 4, 5})

    def test_a_name_without_a_value_is_the_fault_of_what_gave_it_one(self):
        faults = [fault(1, "omitted", 3, "(count, least) = (1, 0)"), fault(2, "omitted", 4, "(count, most) = (2, 9)"),
                  fault(3, "omitted", 5, "discount = 4"), fault(4, "always", 8, "text.count >= count")]
        errors = {(faults[0].file, 8, "constant 'count' used before being initialized")}
        self.assertEqual(to_drop(faults, errors, 0), {1, 2})
        self.assertEqual(to_drop(faults[2:], errors, 0), {4})

    def test_where_the_compiler_crashed_the_dubious_go(self):
        faults = [fault(1, "swapped", 3), fault(2, "always", 5), fault(3, "swapped", 5), fault(4, "swapped", 9)]
        text = ("5.\tWhile type-checking statement at [/x/Sources/A/B/C.swift:2:1 - line:9:2] RangeText=\"{\n"
                "8.\tWhile type-checking expression at [/x/Sources/A/B/C.swift:4:1 - line:6:2] RangeText=\"f(\n"
                "9.\tWhile type-checking-target starting at /x/Sources/A/B/C.swift:4:1\n")
        errors = {("Sources/A/B/C.swift", line, message) for _, line, message in crashes(faults, text)}
        self.assertEqual(to_drop(faults, errors, 0), {3})
        self.assertEqual(crashes(faults, "error: no"), [])

    def test_what_was_left_out_beside_an_error_is_tried_again(self):
        def attempts(*bad):
            """Builds that fail at line 9 while one of the faults is there."""
            faults = [fault(number, "always", number) for number in range(1, 6)]

            def build(dropped):
                planted = [fault for fault in faults if fault.number not in dropped]
                bad_now = any(fault.number in bad for fault in planted)
                return planted, {(faults[0].file, 9, "no")} if bad_now else set()

            return SimpleNamespace(build=build, log="log")

        # 5 and 4 go for the fault of 3, and nobody can say so; without it they are given back.
        self.assertEqual(search(attempts(), set()), set())
        self.assertEqual(search(attempts(3), set()), {3, 4, 5})
        self.assertEqual(second_chance(attempts(3), {3, 4, 5}, {4, 5}), {3})

    def test_a_fault_is_known_by_the_content_of_its_file(self):
        with tempfile.TemporaryDirectory() as package:
            os.makedirs(f"{package}/Sources/A/B")
            one, memory = fault(7, "always", 3), f"{package}/memory"
            for text, wanted in [("a", {7}), ("b", set())]:
                with open(f"{package}/{one.file}", "w", encoding="utf-8") as file:
                    file.write(text)
                if wanted:
                    remember(memory, package, [one])
                self.assertEqual(known(memory, package, [one]), wanted)

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
            os.makedirs(f"{package}/Sources/Tools/fourth")
            with open(f"{package}/Tests/Tools/one_encTests/Inner/D.swift", "w", encoding="utf-8") as file:
                file.write('let tools = ["fourth", "fifth"]\nlet tool = try Program.built(tools[0])\n')
            self.assertEqual(programs(package, ["one_encTests"]), ["fourth", "other-tool"])

    def test_the_copy_takes_warnings(self):
        text = manifest("let a = [\n    .treatAllWarnings(as: .error),\n    .x,\n]\n", ["BTests"])
        self.assertTrue(text.startswith("let a = [\n    .x,\n]\n"))
        self.assertIn('["BTests"]', text)


if __name__ == "__main__":
    unittest.main()
