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
    "recvfrom": ["ECONNRESET", "EINTR"],
    "recvmsg": ["ECONNRESET", "EINTR"],
    "sendto": ["ECONNRESET", "EINTR"],
    "sendmsg": ["ECONNRESET", "EINTR"],
    "access": ["EACCES"],
    "readlink": ["EACCES", "EIO"],
    "statfs": ["EIO"],
    "fstatfs": ["EIO"],
    "dup2": ["EMFILE"],
    "dup3": ["EMFILE"],
    "chdir": ["EACCES"],
    "setgroups": ["EPERM"],
    "setuid": ["EPERM", "EAGAIN"],
    "setgid": ["EPERM"],
    "setreuid": ["EPERM", "EAGAIN"],
    "setregid": ["EPERM"],
    "setresuid": ["EPERM", "EAGAIN"],
    "setresgid": ["EPERM"],
    "mlockall": ["EPERM", "ENOMEM"],
    "prlimit64": ["EPERM"],
    "mmap": ["ENOMEM"],
    "brk": ["ENOMEM"],
}

# Without memory a program may end at once, whatever it was doing.
MAY_END_AT_ONCE = {"mmap", "brk"}

# What nobody may pass over in silence but to try again: what was promised then is not on the disk, not the owner's
# alone, or not kept from another run.
MUST_BE_TOLD = {
    "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat", "renameat2", "fchmod", "fchmodat",
    "fchown", "fchownat", "flock",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """The call of that name that comes at that place fails with that error: in the command's own process, or else in
    each of its processes that comes to as many, of which strace counts the calls apart."""

    call: str
    place: int
    error: str
    is_own: bool = True

    def __str__(self):
        return f"{self.call} {self.place} {self.error}" + ("" if self.is_own else " of any process")


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
        """Whether it was a line for the terminal about what went wrong that failed."""
        return any(re.search(r"write(v)?\(2[,<]", line) for line in self.injected)


def run(command, environment, trace, fault=None, limit=60):
    """Runs a command, traced, and with a fault where there is one."""
    tracing = ["strace", "--quiet=all", "--output", trace, "--signal=none"]
    if fault is None or not fault.is_own:
        tracing.append("--follow-forks")
    if fault is not None:
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


def counted(traced):
    """How often each process calls what in a run whose trace this is, the command's own process first."""
    counts = {}
    for line in traced:
        found = re.match(r"(\d+) +(\w+)\(", line)
        if found:
            counts.setdefault(found[1], Counter())[found[2]] += 1
    return list(counts.values())


def faults(counts):
    """All faults of a run: each call of the command's own process with each error, and then each of the other one that
    has most of them."""
    own, *others = counts
    for is_own in (True, False):
        for call in ERRORS:
            most = own[call] if is_own else max((other[call] for other in others), default=0)
            for place in range(1, most + 1):
                for error in ERRORS[call]:
                    yield Fault(call, place, error, is_own)
