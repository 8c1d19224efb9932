"""Looks into the memory of a program that is about to end."""

import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

# The number of exit_group(2) on x86-64.
EXIT = "231"

# As short a piece of a secret as is looked for.
PIECE = 16


@dataclass
class Seen:
    """What was seen of a program that asked to be ended: with which status, its memory, and the names it opened."""

    status: int | None = None
    memory: list[bytes] = field(default_factory=list)
    has_heap: bool = False
    opened: set[str] = field(default_factory=set)


def at_the_end(command, environment, limit=60):
    """All that a program has in memory that it may write, looked at when it asks to be ended."""
    seen = Seen()
    with tempfile.NamedTemporaryFile("r", errors="replace") as trace:
        process = subprocess.Popen(
            ["strace", "--quiet=all", "--output", trace.name, "--trace", "exit_group,?open,openat", "--signal=none",
             "--inject", "exit_group:delay_enter=10s", "--", *command],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            traced, seen.status = stopped(process, time.monotonic() + limit)
            if traced is not None:
                seen.memory, seen.has_heap = memory(traced)
        finally:
            # Without its tracer the program goes on to its end.
            process.kill()
            process.communicate()
        opened = re.findall(r'(?m)^open(?:at)?\(.*?"((?:[^"\\]|\\.)*)".* = \d+$', trace.read())
    seen.opened = {os.path.basename(path) for path in opened}
    return seen


def stopped(process, end):
    """The process that strace started, once it asks to be ended, and with which status; None where it does not."""
    while time.monotonic() < end and process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:
                children = file.read().split()
            for child in children:
                with open(f"/proc/{child}/syscall") as file:
                    call, *arguments = file.read().split()
                if call == EXIT:
                    return int(child), int(arguments[0], 16) & 0xFF
        except (FileNotFoundError, ProcessLookupError, IndexError, ValueError):
            pass
        time.sleep(0.01)
    return None, None


def memory(process):
    """The contents of each mapping that the process may write, and whether the heap is one of them."""
    found = []
    has_heap = False
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", buffering=0) as file:
        for line in maps:
            places, rights = line.split()[:2]
            if "w" not in rights:
                continue
            start, end = (int(place, 16) for place in places.split("-"))
            content = bytearray()
            while start + len(content) < end:
                piece = os.pread(file.fileno(), end - start - len(content), start + len(content))
                if not piece:
                    raise OSError(f"the memory at {places} of {process} cannot be read")
                content += piece
            has_heap = has_heap or (line.rstrip().endswith("[heap]") and any(content))
            found.append(bytes(content))
    return found, has_heap


def pieces(secret):
    """The pieces of a secret by which it is known, as it stands and with its octets the other way round, as the words
    of a large number lie in memory."""
    if len(secret) < PIECE:
        raise ValueError(f"a secret of {len(secret)} octets cannot be looked for")
    for octets in (secret, secret[::-1]):
        for start in range(len(octets) - PIECE + 1):
            yield octets[start : start + PIECE]


def remembered(memory, secret):
    """How many pieces of a secret are in a memory."""
    return sum(any(piece in content for content in memory) for piece in set(pieces(secret)))
