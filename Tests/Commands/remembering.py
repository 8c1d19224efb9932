"""Looks into the memory of a program that is about to end."""

import os
import subprocess
import time

# The number of exit_group(2) on x86-64.
EXIT = "231"

# As short a piece of a secret as is looked for.
PIECE = 16


def memory_at_the_end(command, environment, limit=60):
    """All that a program has in memory that it may write, looked at when it asks to be ended."""
    process = subprocess.Popen(
        ["strace", "--quiet=all", "--output", "/dev/null", "--trace", "exit_group",
         "--inject", "exit_group:delay_enter=10s", "--", *command],
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        traced = stopped(process, time.monotonic() + limit)
        found = memory(traced) if traced else []
    finally:
        # Without its tracer the program goes on to its end.
        process.kill()
        process.communicate()
    return found


def stopped(process, end):
    """The process that strace started, once it asks to be ended; None where it does not."""
    while time.monotonic() < end and process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:
                children = file.read().split()
            for child in children:
                with open(f"/proc/{child}/syscall") as file:
                    if file.read().split()[0] == EXIT:
                        return int(child)
        except (FileNotFoundError, ProcessLookupError, IndexError):
            pass
        time.sleep(0.01)
    return None


def memory(process):
    """The contents of each mapping that the process may write."""
    found = []
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", buffering=0) as file:
        for line in maps:
            places, rights = line.split()[:2]
            if "w" not in rights:
                continue
            start, end = (int(place, 16) for place in places.split("-"))
            try:
                os.lseek(file.fileno(), start, os.SEEK_SET)
                found.append(file.read(end - start))
            except OSError:
                # What cannot be read here cannot be in a core either.
                continue
    return found


def pieces(secret):
    """The pieces of a secret by which it is known, as it stands and with its octets the other way round, as the words
    of a large number lie in memory."""
    for octets in (secret, secret[::-1]):
        for start in range(len(octets) - PIECE + 1):
            yield octets[start : start + PIECE]


def remembered(memory, secret):
    """How many pieces of a secret are in a memory."""
    return sum(any(piece in content for content in memory) for piece in set(pieces(secret)))
