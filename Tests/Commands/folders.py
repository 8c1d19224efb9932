"""What a folder holds, to be compared with what it held."""

import os
import stat


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
