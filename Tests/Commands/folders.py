"""What a folder holds, to be compared with what it held."""

import os
import re
import stat

# What a file or folder is called while it is prepared; where it cannot be removed, the next run does that.
LEFTOVER = re.compile(r"\.pki-[0-9a-f]{24}\.new")

# When what was replaced was put away, and its number, by which no two runs call it the same.
STAMP = re.compile(r"-\d{8}T\d{6}Z-[0-9A-F]+")


def contents(folder, but=frozenset()):
    """The kind, mode, owner and content of everything in a folder, by its path there, but for folders in it."""
    found = {}
    for parent, names, files in os.walk(folder):
        if parent == folder:
            names[:] = [name for name in names if name not in but]
        for name in names + files:
            path = os.path.join(parent, name)
            status = os.lstat(path)
            content = b""
            if stat.S_ISREG(status.st_mode):
                with open(path, "rb") as file:
                    content = file.read()
            elif stat.S_ISLNK(status.st_mode):
                content = os.readlink(path).encode()
            found[os.path.relpath(path, folder)] = (status.st_mode, status.st_uid, status.st_gid, content)
    return found


def is_empty_folder(path, found):
    """Whether nothing is in it, so that a run that was undone may have left it: the next one finds it as well."""
    return stat.S_ISDIR(found[path][0]) and not any(other.startswith(path + "/") for other in found)


def is_left_over(path):
    return any(LEFTOVER.fullmatch(part) for part in path.split("/"))


def outcome(before, after):
    """What a run has made of a folder, such that two runs that are done have the same: for each path the mode, the
    owner, and whether its content is that of a path before, or new; and the content."""
    origins = {}
    for path, (_, _, _, content) in sorted(before.items(), reverse=True):
        origins[content] = path
    found = {}
    for path, (mode, user, group, content) in after.items():
        if is_left_over(path) or is_empty_folder(path, after):
            continue
        origin = path if path in before and before[path][3] == content else origins.get(content)
        what = f"that of {origin} before" if origin and content else "new"
        found[STAMP.sub("-…", path)] = ((stat.filemode(mode), user, group), what, content)
    return found


def steady(one, other):
    """Of the outcomes of two runs, that which every run must have: content alone where it is the same in both."""
    return {
        path: (owned, what, content if path in other and other[path][2] == content else None)
        for path, (owned, what, content) in one.items()
    }


def lost(done, found):
    """What is not there of the outcome of a run that is done, or is another's."""
    told = [f"{path} is missing" for path in sorted(done.keys() - found.keys())]
    for path in sorted(done.keys() & found.keys()):
        if done[path][0] != found[path][0]:
            told.append(f"{path} has {found[path][0]}, not {done[path][0]}")
    return told


def unlike(done, found):
    """In what an outcome is not that of a run that is done."""
    told = lost(done, found) + [f"{path} is left over" for path in sorted(found.keys() - done.keys())]
    for path in sorted(done.keys() & found.keys()):
        _, what, content = done[path]
        if found[path][1] != what:
            told.append(f"the content of {path} is {found[path][1]}, not {what}")
        elif content is not None and found[path][2] != content:
            told.append(f"{path} has other content")
    return told


def differences(before, after):
    """What is not as it was, a word and a path each."""
    told = [f"{path} is new" for path in sorted(after.keys() - before.keys()) if not is_empty_folder(path, after)]
    told += [f"{path} is gone" for path in sorted(before.keys() - after.keys())]
    for path in sorted(before.keys() & after.keys()):
        if before[path][3] != after[path][3]:
            told.append(f"{path} has other content")
        elif before[path] != after[path]:
            told.append(f"{path} has another mode or owner")
    return told
