"""Tests of how a run with a fault is judged: python3 -m unittest discover Tests/Commands"""

import os
import stat
import tempfile
import unittest

import commands
from folders import outcome, steady, unlike
from injecting import Ending, Fault, counted, faults
from judging import Done, is_passed_over, of_contents, of_ending

FILE = stat.S_IFREG | 0o600


def state(**contents):
    """A folder of files, each with a mode where it is not 0600."""
    found = {}
    for name, content in contents.items():
        mode, text = content if isinstance(content, tuple) else (FILE, content)
        found[name] = (mode, 0, 0, text.encode())
    return found


class Command(commands.Command):
    """One whose folder is a state, and of whose promise nothing is missing."""

    def __init__(self, after):
        super().__init__("")
        self.after = after

    def state(self, folder):
        return self.after

    def missing(self, folder):
        return []


class OutcomeTests(unittest.TestCase):
    before = state(key="old", other="theirs")

    def told(self, **after):
        """In what an outcome differs from that of two runs which made a new key and kept the old one."""
        runs = [
            outcome(self.before, state(key=key, other="theirs", **{f"key-{stamp}-AB": "old"}))
            for key, stamp in (("new", "20261127T220306Z"), ("newer", "20261127T220307Z"))
        ]
        return unlike(steady(*runs), outcome(self.before, state(**after)))

    def test_what_is_done_is_like_another_run(self):
        self.assertEqual(self.told(key="newest", other="theirs", **{"key-20261127T230000Z-0C": "old"}), [])

    def test_a_key_that_is_not_made_anew(self):
        told = self.told(key="old", other="theirs", **{"key-20261127T230000Z-0C": "old"})
        self.assertEqual(told, ["the content of key is that of key before, not new"])

    def test_a_file_that_is_lost_or_left_over(self):
        told = self.told(key="newest", third="x", **{"key-20261127T230000Z-0C": "old"})
        self.assertEqual(told, ["other is missing", "third is left over"])

    def test_garbage_in_what_was_kept(self):
        told = self.told(key="newest", other="theirs", **{"key-20261127T230000Z-0C": "garbage"})
        self.assertEqual(told, ["the content of key-… is new, not that of key before"])

    def test_a_mode_that_lets_others_read(self):
        told = self.told(key=(FILE | 0o044, "newest"), other="theirs", **{"key-20261127T230000Z-0C": "old"})
        self.assertEqual(len(told), 1)
        self.assertIn("key has ('-rw-r--r--'", told[0])

    def test_what_must_be_made_anew_or_kept(self):
        command = commands.MakeCertificatesAnew("")
        self.assertEqual(len(of_contents(command, {})), 6)
        self.assertEqual(of_contents(command, {path: ("", "new", b"") for path in command.anew}), [])


class EndingTests(unittest.TestCase):
    done = Done(state(key="old"), outcome(state(key="old"), state(key="new")), "", [])

    def told(self, status, message, fault=Fault("fsync", 1, "EIO"), injected="fsync(3) = -1", **after):
        ending = Ending(status, "", message, [injected])
        return of_ending(Command(state(**after)), "", fault, self.done, ending)

    def test_done_and_undone(self):
        self.assertEqual(self.told(0, "key: not synced to the disk", key="new"), [])
        self.assertEqual(self.told(1, "key: it could not be synced", key="old"), [])
        self.assertEqual(self.told(0, "", Fault("close", 1, "EIO"), key="new"), [])

    def test_a_fault_that_is_passed_over(self):
        self.assertEqual(self.told(0, "", key="new"), ["it says done, and nothing of fsync, which failed"])
        self.assertFalse(is_passed_over(Fault("fsync", 1, "EINTR"), self.done, Ending(0, "", "", [])))

    def test_half_done(self):
        self.assertIn("half done", self.told(1, "key: it could not be synced", key="new", third="x")[0])
        self.assertIn("says done", self.told(0, "key: not synced to the disk", key="old")[0])

    def test_a_word_that_says_nothing(self):
        for message in ("", "oh\n", "Fatal error: Index out of range in some file"):
            self.assertIn("without a line", self.told(1, message, key="old")[0])
        # Where only what is printed failed, a line about it can still be said.
        quiet = Fault("write", 1, "EIO")
        self.assertIn("without a line", self.told(1, "", quiet, "write(1, ...) = -1", key="old")[0])
        self.assertEqual(self.told(1, "", quiet, "write(2, ...) = -1", key="old"), [])


class FaultTests(unittest.TestCase):
    def test_calls_of_other_processes_are_counted_apart(self):
        traced = ["10  close(1) = 0\n", "10  close(2) = 0\n", "11  close(3) = 0\n", "11  close(3) = 0\n", "12 close(3)"]
        found = [str(fault) for fault in faults(counted(traced))]
        self.assertEqual(
            found, ["close 1 EIO", "close 2 EIO", "close 1 EIO of any process", "close 2 EIO of any process"]
        )


class PasswordTests(unittest.TestCase):
    def test_a_mode_that_lets_others_read(self):
        with tempfile.TemporaryDirectory() as folder:
            command = commands.DeletePassword("")
            command.prepare(folder)
            commands.write(folder, "pool_passwd", "".join(line + "\n" for line in command.others))
            self.assertEqual(command.missing(folder), [])
            os.chmod(os.path.join(folder, "pool_passwd"), 0o666)
            self.assertEqual(command.missing(folder), ["pool_passwd has the mode 666"])


if __name__ == "__main__":
    unittest.main()
