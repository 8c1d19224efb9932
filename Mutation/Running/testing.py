"""The tests of the copy: which suites reach which fault, and which of them see it."""
import os
import re
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

# What a hang may take beside the time that a suite needs: a machine that has others' work to do is slow.
LEAST_SECONDS = 15
TIMES_AS_LONG = 6


class Tests:
    def __init__(self, work, at_once):
        self.work = work
        self.at_once = at_once
        self.running = set()
        self.is_stopped = False
        # How often a suite was red and then green with the same fault.
        self.flaky = {}
        self.program = os.path.realpath(f"{work}/copy/.build/debug/swift-postgres-pkiPackageTests.xctest")

    def stop(self, *_):
        """Ends what runs, for a signal: it has sessions of its own, and a fault may have it run for ever."""
        self.is_stopped = True
        for process in list(self.running):
            self.end(process)
        raise KeyboardInterrupt

    @staticmethod
    def end(process):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def suites(self, pattern):
        """The suites, and the tests without one, of all targets that are built and match."""
        run = subprocess.run([self.program, "--testing-library", "swift-testing", "--list-tests"], check=True,
                             stdout=subprocess.PIPE, text=True)
        names = {line.rsplit("/", 1)[0] if "/" in line else line for line in run.stdout.splitlines() if "." in line}
        return sorted(name for name in names if re.search(pattern, name))

    def run(self, suite, seconds, **environment):
        """Whether the suite passes, and how long it took; a hang does not pass."""
        if self.is_stopped:
            return True, 0
        start = time.monotonic()
        process = subprocess.Popen(
            [self.program, "--testing-library", "swift-testing", "--filter", f"^{re.escape(suite)}(/|$)"],
            cwd=f"{self.work}/copy", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no", **environment}, start_new_session=True)
        self.running.add(process)
        try:
            passed = process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            passed = False
        # What a test started may be left, where it hung or crashed.
        self.end(process)
        process.wait()
        self.running.discard(process)
        return passed, time.monotonic() - start

    def trace(self, suites):
        """For each suite that passes without a fault: the faults that it reaches, and its time."""
        def one(suite):
            path = f"{self.work}/trace/{suite.replace('/', '-')}"
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if os.path.exists(path):
                os.remove(path)
            passed, _ = self.run(suite, 600, PLANTED_TRACE=path)
            if passed:
                passed, seconds = self.run(suite, 600)
            if not passed:
                print(f"mutate: {suite} fails without a fault, and is left out", flush=True)
                return None
            if not os.path.exists(path):
                return suite, set(), seconds
            with open(path, encoding="utf-8") as file:
                return suite, {int(line) for line in file if line.strip().isdigit()}, seconds

        with ThreadPoolExecutor(self.at_once) as pool:
            return [found for found in pool.map(one, suites) if found]

    def judge(self, faults, traced, report):
        """Tells `report` of each fault what came of it: `unreached`, `survived`, or the suite that saw it."""
        caught = {}

        def one(fault):
            reaching = [(suite, seconds) for suite, reached, seconds in traced if fault.number in reached]
            if not reaching:
                return report(fault, "unreached")
            # Those of the module first, and of these the quick ones, or whichever saw the most so far.
            own = fault.file.split("/")[2] + "Tests."
            reaching.sort(key=lambda one: (not one[0].startswith(own), one[1] / (1 + caught.get(one[0], 0))))
            for suite, seconds in reaching:
                limit = LEAST_SECONDS + TIMES_AS_LONG * seconds
                passed, _ = self.run(suite, limit, PLANTED_FAULT=str(fault.number))
                # A test that is red by chance, beside others or where little time is left, is hardly so twice.
                again = passed or self.run(suite, limit, PLANTED_FAULT=str(fault.number))[0]
                if self.is_stopped:
                    return None
                if not again:
                    caught[suite] = caught.get(suite, 0) + 1
                    return report(fault, suite)
                if not passed:
                    self.flaky[suite] = self.flaky.get(suite, 0) + 1
            return report(fault, "survived")

        with ThreadPoolExecutor(self.at_once) as pool:
            list(pool.map(one, faults))
