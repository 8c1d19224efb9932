"""The list of faults that nothing could tell from the original.

A line is a file, a kind, what stands there, and why no test can see the fault, parted by tabs. It holds no number of a
line, so that it outlives changes elsewhere in the file; where one text stands twice in a file, it means both.
"""


def read(path):
    allowed = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            fields = line.split("\t")
            if len(fields) != 4 or not all(fields):
                raise ValueError(f"{path}:{number}: {len(fields)} fields; write file, kind, original and reason, "
                                 "parted by tabs")
            allowed[tuple(fields[:3])] = fields[3]
    return allowed


def is_allowed(allowed, fault):
    return (fault.file, fault.kind, fault.original) in allowed


def unused(allowed, faults, files):
    """The lines about `files` whose text stands there no more."""
    there = {(fault.file, fault.kind, fault.original) for fault in faults}
    return sorted(key for key in allowed if key[0] in files and key not in there)
