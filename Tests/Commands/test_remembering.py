"""Tests of how a program's memory is looked at: python3 -m unittest discover Tests/Commands"""

import os
import sys
import tempfile
import unittest

from commands import numbers_of_keys, openssl
from remembering import at_the_end, remembered

# Reads a file, keeps it or not, and ends with a status.
PROGRAM = "import sys; text = open(sys.argv[1]).read(); text = text if sys.argv[2] == 'keep' else ''; sys.exit({})"


@unittest.skipUnless(os.geteuid() == 0, "the memory of a traced process is root's to read")
class RememberingTests(unittest.TestCase):
    def seen(self, what, status=0):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "secret")
            with open(path, "wb") as file:
                file.write(os.urandom(300).hex().encode())
            with open(path, "rb") as file:
                secret = file.read()
            seen = at_the_end([sys.executable, "-c", PROGRAM.format(status), path, what], {})
        return seen, remembered(seen.memory, secret)

    def test_what_a_program_keeps_is_found(self):
        seen, pieces = self.seen("keep")
        self.assertGreater(pieces, 500)
        self.assertEqual((seen.status, seen.has_heap, "secret" in seen.opened), (0, True, True))

    def test_the_status_is_that_of_the_program(self):
        self.assertEqual(self.seen("keep", 64)[0].status, 64)

    def test_what_is_too_short_is_not_found_nowhere(self):
        with self.assertRaisesRegex(ValueError, "4 octets"):
            remembered([b"word"], b"word")

    def test_every_secret_number_of_a_key_is_looked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            openssl("genrsa", "-out", os.path.join(folder, "a.key"), "2048")
            openssl("genrsa", "-out", os.path.join(folder, "b.key-20261127T220306Z-AB"), "2048")
            found = numbers_of_keys(folder)
        self.assertEqual(len(found), 24)
        self.assertTrue(any(name.startswith("exponent2 in the text of b.key-") for name in found))


if __name__ == "__main__":
    unittest.main()
