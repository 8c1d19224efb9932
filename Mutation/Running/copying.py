"""The copy of the package in which faults are planted. The original is read only."""
import os
import re
import subprocess

# Appended to the manifest of the copy: other tests would only be built.
ONLY_TESTS = """
let wantedTests: Set<String> = [{}]
package.targets.removeAll {{ $0.type == .test && !wantedTests.contains($0.name) }}
"""


def files_of(package):
    """Whatever a commit would take, but for the packages beside this one."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], check=True,
                            cwd=package, stdout=subprocess.PIPE, text=True).stdout.split("\0")
    apart = ("Benchmarks/", "Examples/", "Fuzzers/", "Mutation/", "Vectors/")
    return [path for path in listed if path and not path.startswith(apart) and os.path.isfile(f"{package}/{path}")]


def manifest(text, tests):
    """The manifest for planted faults: their warnings are none of ours, and only `tests` are built."""
    text = re.sub(r"^\s*\.(treatAllWarnings\(as: \.error\)|strictMemorySafety\(\)),\n", "", text, flags=re.MULTILINE)
    return text + ONLY_TESTS.format(", ".join(f'"{name}"' for name in tests))


def write(path, content, mode=0o644):
    """Writes a file only where it changes, so that the build before is of use."""
    try:
        with open(path, "rb") as file:
            if file.read() == content:
                return
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
    os.chmod(path, mode)


def copy(package, folder, tests, planted):
    """Brings the copy up to date; `planted` has the text of each file that is another there, by its path."""
    wanted = set(planted)
    for path in files_of(package):
        wanted.add(path)
        with open(f"{package}/{path}", "rb") as file:
            content = file.read()
        if path == "Package.swift":
            content = manifest(content.decode(), tests).encode()
        write(f"{folder}/{path}", planted[path].encode() if path in planted else content,
              os.stat(f"{package}/{path}").st_mode & 0o777)
    for path in set(planted) - {path for path in wanted if os.path.exists(f"{package}/{path}")}:
        write(f"{folder}/{path}", planted[path].encode())
    for top in ("Sources", "Tests"):
        for here, _, names in os.walk(f"{folder}/{top}"):
            for name in names:
                path = os.path.relpath(f"{here}/{name}", folder)
                if path not in wanted:
                    os.remove(f"{folder}/{path}")
    if not os.path.lexists(f"{folder}/Vectors"):
        os.symlink(f"{package}/Vectors", f"{folder}/Vectors")
