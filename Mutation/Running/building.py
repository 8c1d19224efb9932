"""Faults planted, and those left out again that do not compile."""
import glob
import itertools
import os
import re
import subprocess
from collections import namedtuple

from copying import copy

Fault = namedtuple("Fault", "number kind file line original")

# More rounds than any module has needed so far.
MOST_ROUNDS = 12
LATE_ROUND = 6
ERROR = re.compile(r"^(/\S+?\.swift):(\d+):\d+: error: ", re.MULTILINE)
STARTED = re.compile(r'\bProgram\.built\("([^"]+)"\)')
# What is the most likely not to compile on a line goes first, and alone.
DUBIOUS = ["swapped", "omitted", "text"]


class BuildFailed(Exception):
    pass


def is_generated(path):
    """Whether a program wrote the file: a test holds it against what that writes, and would see each fault by that."""
    with open(path, encoding="utf-8") as file:
        return any(line.startswith("// Written by ") for line in itertools.islice(file, 3))


def programs(package, tests):
    """The programs of the package that these test targets start, by `Program.built`."""
    found = set()
    for path in glob.glob(f"{package}/Tests/*/*/**/*.swift", recursive=True):
        if os.path.relpath(path, f"{package}/Tests").split("/")[1] in tests:
            with open(path, encoding="utf-8") as file:
                found.update(STARTED.findall(file.read()))
    return sorted(found)


def sources(package, module):
    """The module's folder below the package, and its Swift files there, but for generated ones.

    Links lead to files of another module.
    """
    for neighbourhood in sorted(os.listdir(f"{package}/Sources")):
        folder = f"Sources/{neighbourhood}/{module}"
        if os.path.isdir(f"{package}/{folder}"):
            return folder, sorted(
                os.path.relpath(f"{here}/{name}", package) for here, _, names in os.walk(f"{package}/{folder}")
                for name in names if name.endswith(".swift") and not os.path.islink(f"{here}/{name}")
                and not is_generated(f"{here}/{name}"))
    raise BuildFailed(f"no module {module} in Sources")


def plant(planter, package, work, modules, files, dropped):
    """The faults, and the text of every file of the copy that is another than the package's."""
    with open(f"{work}/dropped", "w", encoding="utf-8") as file:
        file.writelines(f"{number}\n" for number in sorted(dropped))
    run = subprocess.run([planter, package, f"{work}/planted", f"{work}/dropped", *files], check=True,
                         stdout=subprocess.PIPE, text=True)
    faults = []
    for line in run.stdout.splitlines():
        number, kind, path, place, original = line.split("\t", 4)
        faults.append(Fault(int(number), kind, path, int(place), original))
    texts = {}
    for path in files:
        with open(f"{work}/planted/{path}", encoding="utf-8") as file:
            texts[path] = file.read()
    switch = subprocess.run([planter, "--switch"], check=True, stdout=subprocess.PIPE, text=True).stdout
    for module in modules:
        texts[f"{sources(package, module)[0]}/PlantedFaults.swift"] = switch
    return faults, texts


def to_drop(faults, places, round_number):
    """Of the faults on the lines of errors, the dubious ones of each line, or else all.

    In a list the compiler names one fault at a time; so what comes late takes those of its kind in the file along.
    """
    chosen = set()
    for place in places:
        # An error may stand at a later line of what was wrapped.
        here = [fault for fault in faults if (fault.file, fault.line) == place]
        before = [fault for fault in faults if fault.file == place[0] and fault.line < place[1]]
        if not here and before:
            here = [fault for fault in before if fault.line == max(fault.line for fault in before)]
        for kind in DUBIOUS:
            if any(fault.kind == kind for fault in here):
                here = [fault for fault in here if fault.kind == kind]
                break
        if round_number >= LATE_ROUND:
            kinds = {fault.kind for fault in here}
            here = [fault for fault in faults if fault.file == place[0] and fault.kind in kinds]
        chosen.update(fault.number for fault in here)
    return chosen


def known(path, faults):
    """The faults that did not compile in a run before, by their content: each costs a build to find."""
    try:
        with open(path, encoding="utf-8") as file:
            keys = {tuple(line.rstrip("\n").split("\t")) for line in file}
    except FileNotFoundError:
        return set()
    return {fault.number for fault in faults if (fault.file, fault.kind, fault.original) in keys}


def remember(path, faults):
    with open(path, "a", encoding="utf-8") as file:
        file.writelines(f"{fault.file}\t{fault.kind}\t{fault.original}\n" for fault in faults)


def build_program(folder, program):
    """Builds a program that a test starts. The tests bring that of their own module, and no other."""
    command = ["swift", "build", "--package-path", folder, "--product", program]
    if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        raise BuildFailed(f"the program {program} does not build, which a test starts")


def build(planter, package, work, modules, tests, files):
    """Builds the tests of the copy with all faults that compile, which it gives, and how many did not."""
    folder = f"{work}/copy"
    memory = f"{work}/uncompilable.tsv"
    dropped = known(memory, plant(planter, package, work, modules, files, set())[0])
    for round_number in range(MOST_ROUNDS):
        faults, texts = plant(planter, package, work, modules, files, dropped)
        copy(package, folder, tests, texts)
        command = ["swift", "build", "--package-path", folder, "--product", "swift-postgres-pkiPackageTests"]
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        with open(f"{work}/build.log", "w", encoding="utf-8") as file:
            file.write(run.stdout)
        if run.returncode == 0:
            for program in programs(folder, tests):
                build_program(folder, program)
            return faults, len(dropped)
        root = os.path.realpath(folder)
        places = {(os.path.relpath(path, root), int(line)) for path, line in ERROR.findall(run.stdout)}
        more = to_drop(faults, places, round_number)
        if not more:
            raise BuildFailed(f"the copy does not build, for no fault of ours: see {work}/build.log")
        print(f"mutate: {len(more)} of {len(faults)} faults do not compile, and are left out", flush=True)
        remember(memory, [fault for fault in faults if fault.number in more])
        dropped |= more
    raise BuildFailed(f"the copy does not build after {MOST_ROUNDS} rounds: see {work}/build.log")
