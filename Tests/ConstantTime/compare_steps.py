#!/usr/bin/env python3
"""Runs an operation twice, step by step, with other secrets, and tells where the runs part.

    compare_steps.py STEPS PROGRAM OPERATION

Told is each instruction after which the next one is another, and each that reads or writes at another address, by what
its operands say; the runs are not followed further than where they part. What memcheck says is true of all secrets, and
this of two: but it sees every instruction that the processor has.
"""
import os
import re
import struct
import subprocess
import sys
import tempfile

# struct user_regs_struct of <sys/user.h>.
NAMES = ["r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi", "rdi",
         "orig_rax", "rip", "cs", "eflags", "rsp", "ss", "fs_base", "gs_base", "ds", "es", "fs", "gs"]
REGISTERS = struct.Struct(f"{len(NAMES)}Q")
PLACE = {name: index for index, name in enumerate(NAMES)}
RIP = PLACE["rip"]

# Two secrets, of which the octets that the controls look at are another.
SEEDS = ("1", "2")

OPERAND = re.compile(r"(?:%(?P<segment>[a-z]s):)?(?P<shift>-?0x[0-9a-f]+)?\((?P<inner>%[^)]*)\)")
# AVX-512, IFMA, SHA and VAES, which valgrind tells no program of.
HIDDEN = re.compile(r"%zmm|^sha256|^vpmadd52|^vaes.*%ymm")
LINE = re.compile(r"^ *([0-9a-f]+):\t(.*?)\s*$", re.MULTILINE)


class Code:
    """The instructions of what is mapped into a program, disassembled where they are first asked for."""

    def __init__(self, maps):
        self.mapped = []
        self.lines = {}
        self.operands = {}
        for line in maps.splitlines():
            fields = line.split()
            if "x" in fields[1] and len(fields) > 5 and fields[5].startswith("/"):
                start, end = (int(place, 16) for place in fields[0].split("-"))
                self.mapped.append((start, end, int(fields[2], 16), fields[5]))

    def line(self, address):
        """The instruction at an address, without what it is called; empty where no file has it, as in the vDSO."""
        if address not in self.lines:
            self.disassemble(address)
        return self.lines[address]

    def disassemble(self, address):
        self.lines[address] = ""
        for start, end, offset, path in self.mapped:
            if start <= address < end:
                shift = self.virtual(path, offset) - start
                first, last = address + shift, min(address + 0x800, end) + shift
                shown = subprocess.run(["objdump", "-d", "--no-show-raw-insn", f"--start-address={first}",
                                        f"--stop-address={last}", path], capture_output=True, text=True, check=True)
                for place, text in LINE.findall(shown.stdout):
                    at = int(place, 16) - shift
                    self.lines[at] = self.lines.get(at) or text

    segments: dict[str, list[tuple[int, int]]] = {}

    def virtual(self, path, offset):
        """The address that the file itself gives to what is mapped from there."""
        if path not in self.segments:
            shown = subprocess.run(["readelf", "-lW", path], capture_output=True, text=True, check=True).stdout
            found = re.findall(r"LOAD +0x([0-9a-f]+) 0x([0-9a-f]+)", shown)
            self.segments[path] = [(int(start, 16) & ~0xFFF, int(place, 16) & ~0xFFF) for start, place in found]
        return next(place + offset - start for start, place in reversed(self.segments[path]) if start <= offset)

    def addresses(self, address):
        """What the addresses of an instruction's operands are made of: registers with their factors. None where it
        has one for each lane of a vector."""
        if address not in self.operands:
            line = self.line(address).split("#")[0]
            found = []
            for match in OPERAND.finditer("" if re.match(r"lea|nop|.*\bnop[wl] ", line) else line):
                parts = [part.strip().lstrip("%") for part in match["inner"].split(",")]
                if any(part.startswith(("xmm", "ymm", "zmm")) for part in parts):
                    found = None
                    break
                base, index, factor = (parts + ["", "", ""])[:3]
                terms = [(PLACE[base], 1)] if base in PLACE and base != "rip" else []
                if index in PLACE:
                    terms.append((PLACE[index], int(factor or 1)))
                found.append(terms)
            # As many rounds as it says.
            if found is not None and line.startswith("rep"):
                found.append([(PLACE["rcx"], 1)])
            self.operands[address] = found
        return self.operands[address]

    def shown(self, address):
        for start, end, offset, path in self.mapped:
            if start <= address < end:
                return f"{os.path.basename(path)}+0x{address - start + offset:x}: {self.line(address)}"
        return f"0x{address:x}"


def compare(steps, program, operation):
    with tempfile.TemporaryDirectory() as folder:
        maps = [os.path.join(folder, seed) for seed in SEEDS]
        runs = [
            subprocess.Popen([steps, path, program, operation], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL,
                             env={"SECRET_SEED": seed, "SWIFT_BACKTRACE": "enable=no"}, bufsize=1 << 20)
            for seed, path in zip(SEEDS, maps)
        ]
        try:
            return followed(runs, maps)
        finally:
            for run in runs:
                run.stdout.close()
                run.kill()
                run.wait()


def followed(runs, maps):
    """How many steps were taken, how many of them by instructions that valgrind hides, and what is told of them."""
    code = None
    count = hidden = 0
    told = {}
    last = None
    hidden_at = {}
    while True:
        one, other = (run.stdout.read(REGISTERS.size) for run in runs)
        if len(one) < REGISTERS.size or len(other) < REGISTERS.size:
            if len(one) != len(other):
                told[f"one run ends before the other, after {code.shown(last)}"] = 1
            statuses = [run.wait() for run in runs]
            if any(statuses) or count == 0:
                told[f"the runs ended with {statuses}, after {count} steps"] = 1
            return count, hidden, told
        if code is None:
            with open(maps[0], encoding="utf-8") as file:
                code = Code(file.read())
        first, second = REGISTERS.unpack(one), REGISTERS.unpack(other)
        here = first[RIP]
        if here != second[RIP]:
            told[f"the runs part at {code.shown(last)}"] = 1
            return count, hidden, told
        count += 1
        last = here
        if here not in hidden_at:
            hidden_at[here] = HIDDEN.search(code.line(here)) is not None
        hidden += hidden_at[here]
        if one == other:
            continue
        terms = code.addresses(here)
        if terms is None:
            told[f"addresses for each lane at {code.shown(here)}"] = 1
        elif any(sum((first[place] - second[place]) * factor for place, factor in parts) for parts in terms):
            told[f"another address at {code.shown(here)}"] = told.get(f"another address at {code.shown(here)}", 0) + 1


def main():
    steps, program, operation = sys.argv[1:]
    count, hidden, told = compare(steps, program, operation)
    print(f"{operation}: {len(told)} places in {count} steps, {hidden} of them hidden from valgrind")
    for place, times in told.items():
        print(f"  {place}" + (f", {times} times" if times > 1 else ""))


if __name__ == "__main__":
    main()
