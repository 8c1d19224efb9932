"""Lets one system call of a program fail, by strace."""

import os
import re
import signal
import subprocess
from collections import Counter
from dataclasses import dataclass

# What a call can fail with, on a disk that is full or broken, at a signal, without permission, without memory.
ERRORS = {
    "openat": ["EACCES", "EIO", "EMFILE", "ENOSPC", "EINTR"],
    "read": ["EIO", "EINTR"],
    "pread64": ["EIO", "EINTR"],
    "write": ["ENOSPC", "EIO", "EINTR"],
    "pwrite64": ["ENOSPC", "EIO", "EINTR"],
    "writev": ["ENOSPC", "EIO"],
    "copy_file_range": ["ENOSPC", "EIO"],
    "sendfile": ["ENOSPC", "EIO"],
    "fsync": ["EIO", "ENOSPC"],
    "fdatasync": ["EIO", "ENOSPC"],
    "ftruncate": ["EIO", "EINTR"],
    "fallocate": ["ENOSPC", "EINTR"],
    "close": ["EIO"],
    "lseek": ["EIO"],
    "rename": ["EACCES", "ENOSPC", "EIO"],
    "renameat": ["EACCES", "ENOSPC", "EIO"],
    "renameat2": ["EACCES", "ENOSPC", "EIO", "EINVAL"],
    "link": ["EPERM", "ENOSPC"],
    "linkat": ["EPERM", "ENOSPC"],
    "symlinkat": ["EACCES", "ENOSPC"],
    "unlink": ["EACCES", "EIO"],
    "unlinkat": ["EACCES", "EIO"],
    "mkdir": ["EACCES", "ENOSPC"],
    "mkdirat": ["EACCES", "ENOSPC"],
    "rmdir": ["EACCES", "EIO"],
    "fchmod": ["EPERM", "EIO"],
    "fchmodat": ["EPERM", "EIO"],
    "fchown": ["EPERM", "EIO"],
    "fchownat": ["EPERM", "EIO"],
    "utimensat": ["EPERM"],
    "fstat": ["EIO"],
    "newfstatat": ["EACCES", "EIO"],
    "statx": ["EACCES", "EIO"],
    "getdents64": ["EIO"],
    "readlinkat": ["EACCES", "EIO"],
    "flistxattr": ["EIO", "EOPNOTSUPP"],
    "fgetxattr": ["EIO", "EOPNOTSUPP"],
    "fsetxattr": ["ENOSPC", "EOPNOTSUPP"],
    "flock": ["EINTR", "ENOLCK"],
    "fcntl": ["EINTR", "ENOLCK"],
    "getrandom": ["EINTR", "ENOSYS"],
    "memfd_create": ["EMFILE", "ENOMEM"],
    "pipe2": ["EMFILE"],
    "socket": ["EMFILE"],
    "connect": ["ECONNREFUSED", "EINTR"],
    "clone": ["EAGAIN"],
    "clone3": ["EAGAIN"],
    "vfork": ["EAGAIN"],
    "wait4": ["EINTR"],
    "ppoll": ["EINTR"],
    "poll": ["EINTR"],
    "mmap": ["ENOMEM"],
    "brk": ["ENOMEM"],
}

# Without memory a program may end at once, whatever it was doing.
MAY_END_AT_ONCE = {"mmap", "brk"}


@dataclass(frozen=True)
class Fault:
    """The call of that name that comes at that place fails with that error."""

    call: str
    place: int
    error: str

    def __str__(self):
        return f"{self.call} {self.place} {self.error}"


@dataclass
class Ending:
    """How a run ended."""

    status: int | None
    output: str
    message: str
    injected: list[str]

    @property
    def was_killed(self):
        return self.status is not None and self.status < 0

    @property
    def could_not_speak(self):
        """Whether it was a line for the terminal that failed."""
        return any(re.search(r"write(v)?\([12][,<]", line) for line in self.injected)


def run(command, environment, trace, fault=None, limit=60):
    """Runs a command, traced, and with a fault where there is one."""
    calls = ",".join("?" + call for call in ERRORS)
    tracing = ["strace", "--follow-forks", "--quiet=all", "--output", trace, "--signal=none"]
    if fault is None:
        tracing += ["--trace", calls]
    else:
        tracing += ["--trace", fault.call, "--inject", f"{fault.call}:error={fault.error}:when={fault.place}"]
    process = subprocess.Popen(
        tracing + ["--"] + command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, message = process.communicate(timeout=limit)
        status = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, message = process.communicate()
        status = None
    with open(trace, errors="replace") as lines:
        traced = lines.readlines()
    return Ending(
        status,
        output.decode(errors="replace"),
        message.decode(errors="replace"),
        [line.strip() for line in traced if "(INJECTED)" in line],
    ), traced


def faults(traced):
    """All faults of a run whose trace this is: each call of the thread that has most of them, with each error."""
    counts = {}
    for line in traced:
        found = re.match(r"(?:(\d+) +)?(\w+)\(", line)
        if found:
            counts.setdefault(found[2], Counter())[found[1]] += 1
    for call in sorted(counts):
        for place in range(1, max(counts[call].values()) + 1):
            for error in ERRORS.get(call, []):
                yield Fault(call, place, error)
