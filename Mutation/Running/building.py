"""Faults planted, and those left out again that do not compile."""
import glob
import hashlib
import itertools
import os
import re
import subprocess
from collections import namedtuple

from copying import copy

Fault = namedtuple("Fault", "number kind file line original")

# More rounds than any module has needed so far.
MOST_ROUNDS = 16
LATE_ROUND = 6
# The debug build lets tests see what is internal; optimised, suites that count or sign much take a tenth of the time.
OPTIMISED = ["-Xswiftc", "-O"]
# What was left out beside an error is given back at the end, and so often tried without what then does not compile.
SECOND_ROUNDS = 3
ERROR = re.compile(r"^(/\S+?\.swift):(\d+):\d+: error: (.*)$", re.MULTILINE)
# A compiler that crashes says what it was looking at, the innermost last.
CRASHED = re.compile(r"^\d+\.\tWhile type-checking [^\[\n]*\[(/\S+?\.swift):(\d+):\d+ - line:(\d+):", re.MULTILINE)
# This error stands where a name is used; its cause is where a value is not given to it any more.
UNSET = re.compile(r"'(\w+)' (?:used|captured|passed|returned)\b.* before being initialized|'(\w+)' never initialized")
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
    """The programs of the package that these test targets start, by `Program.built`, or name where they start one."""
    found = set()
    known = {os.path.basename(folder) for folder in glob.glob(f"{package}/Sources/Tools/*")}
    for path in glob.glob(f"{package}/Tests/*/*/**/*.swift", recursive=True):
        if os.path.relpath(path, f"{package}/Tests").split("/")[1] in tests:
            with open(path, encoding="utf-8") as file:
                text = file.read()
            found.update(STARTED.findall(text))
            if "Program.built(" in text:
                found.update(name for name in known if f'"{name}"' in text)
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


def to_drop(faults, errors, round_number):
    """Of the faults on the lines of errors, the dubious ones of each line, or else all.

    An error is a file, a line and what the compiler says. In a list it names one fault at a time; so what comes late
    takes those of its kind along that stand on the lines side by side with it.
    """
    chosen = set()
    for path, line, message in errors:
        own = [fault for fault in faults if fault.file == path]
        unset = UNSET.search(message)
        if unset:
            name = re.compile(rf"\b{unset[1] or unset[2]}\b")
            here = [fault for fault in own if fault.kind == "omitted" and name.search(fault.original)]
            if here:
                chosen.update(fault.number for fault in here)
                continue
        # An error may stand at a later line of what was wrapped.
        here = [fault for fault in own if fault.line == line]
        before = [fault for fault in own if fault.line < line]
        if not here and before:
            here = [fault for fault in before if fault.line == max(fault.line for fault in before)]
        for kind in DUBIOUS:
            if any(fault.kind == kind for fault in here):
                here = [fault for fault in here if fault.kind == kind]
                break
        if round_number >= LATE_ROUND and here:
            kinds = {fault.kind for fault in here}
            here = side_by_side([fault for fault in own if fault.kind in kinds], here[0].line)
        chosen.update(fault.number for fault in here)
    return chosen


def side_by_side(faults, line):
    """Those on lines without another one between them and the line."""
    lines = {fault.line for fault in faults}
    first = last = line
    while first - 1 in lines:
        first -= 1
    while last + 1 in lines:
        last += 1
    return [fault for fault in faults if first <= fault.line <= last]


def crashes(faults, text):
    """The places of faults in what the compiler looked at last before it crashed, as those of errors."""
    found = CRASHED.findall(text)
    if not found:
        return []
    path, first, last = found[-1]
    lines = {fault.line for fault in faults
             if path.endswith(f"/{fault.file}") and int(first) <= fault.line <= int(last)}
    return [(path, line, "the compiler crashed") for line in sorted(lines)]


def beside(faults, errors, dropped):
    """Of what is dropped, that which stands on no line of an error, and may well compile without the rest."""
    places = {(path, line) for path, line, _ in errors}
    return {fault.number for fault in faults if fault.number in dropped and (fault.file, fault.line) not in places}


def digest(package, path):
    """What stands for the content of a file: whether a fault compiles hangs on all of it."""
    with open(f"{package}/{path}", "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:16]


def known(memory, package, faults):
    """The faults that did not compile in a run before, in files as they are: each costs a build to find."""
    try:
        with open(memory, encoding="utf-8") as file:
            keys = {tuple(line.rstrip("\n").split("\t")) for line in file}
    except FileNotFoundError:
        return set()
    digests = {path: digest(package, path) for path in {fault.file for fault in faults}}
    return {fault.number for fault in faults if key(fault, digests) in keys}


def key(fault, digests):
    return fault.file, digests[fault.file], fault.kind, str(fault.line), fault.original


def remember(memory, package, faults):
    digests = {path: digest(package, path) for path in {fault.file for fault in faults}}
    with open(memory, "a", encoding="utf-8") as file:
        file.writelines("\t".join(key(fault, digests)) + "\n" for fault in faults)


def build_program(folder, program):
    """Builds a program that a test starts. The tests bring that of their own module, and no other."""
    command = ["swift", "build", *OPTIMISED, "--package-path", folder, "--product", program]
    if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        raise BuildFailed(f"the program {program} does not build, which a test starts")


class Attempts:
    """Builds of the copy with faults planted, but for some."""

    def __init__(self, planter, package, work, modules, tests, files):
        self.package, self.folder, self.tests, self.log = package, f"{work}/copy", tests, f"{work}/build.log"
        self.planted = lambda dropped: plant(planter, package, work, modules, files, dropped)

    def build(self, dropped):
        """The faults that are planted, and the errors that the compiler finds; none where it builds."""
        faults, texts = self.planted(dropped)
        copy(self.package, self.folder, self.tests, texts)
        command = ["swift", "build", *OPTIMISED, "--package-path", self.folder, "--product",
                   "swift-postgres-pkiPackageTests"]
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        with open(self.log, "w", encoding="utf-8") as file:
            file.write(run.stdout)
        if run.returncode == 0:
            return faults, set()
        root = os.path.realpath(self.folder)
        found = ERROR.findall(run.stdout) or crashes(faults, run.stdout)
        errors = {(os.path.relpath(path, root), int(line), message) for path, line, message in found}
        if not to_drop(faults, errors, 0):
            raise BuildFailed(f"the copy does not build, for no fault of ours: see {self.log}")
        return faults, errors


def search(attempts, dropped):
    """What has to be left out, such that the copy builds, beside what is `dropped` already."""
    suspects = set()
    for round_number in range(MOST_ROUNDS):
        faults, errors = attempts.build(dropped)
        if not errors:
            return second_chance(attempts, dropped, suspects) if suspects else dropped
        more = to_drop(faults, errors, round_number)
        print(f"mutate: {len(more)} of {len(faults)} faults do not compile, and are left out", flush=True)
        suspects |= beside(faults, errors, more)
        dropped = dropped | more
    raise BuildFailed(f"the copy does not build after {MOST_ROUNDS} rounds: see {attempts.log}")


def second_chance(attempts, dropped, suspects):
    """Without those of the suspects that compile all the same."""
    tried = dropped - suspects
    for _ in range(SECOND_ROUNDS):
        faults, errors = attempts.build(tried)
        if not errors:
            print(f"mutate: {len(dropped - tried)} faults that were left out compile, and are planted", flush=True)
            return tried
        tried = tried | to_drop(faults, errors, 0)
    attempts.build(dropped)
    return dropped


def build(planter, package, work, modules, tests, files, wanted):
    """Builds the tests of the copy with all faults that compile, which it gives, and those that do not.

    Of `wanted`, which are numbers: no other is planted, which spares builds without those that do not compile.
    """
    memory = f"{work}/uncompilable.tsv"
    attempts = Attempts(planter, package, work, modules, tests, files)
    everything, _ = attempts.planted(set())
    others = {fault.number for fault in everything} - wanted
    before = known(memory, package, everything)
    dropped = search(attempts, before | others)
    everything = [fault for fault in everything if fault.number in wanted]
    remember(memory, package, [fault for fault in everything if fault.number in dropped - before])
    for program in programs(attempts.folder, tests):
        build_program(attempts.folder, program)
    return ([fault for fault in everything if fault.number not in dropped],
            [fault for fault in everything if fault.number in dropped])
