"""How a peer's rows are measured from Python: a process that takes one sample at a time, when it is asked for it.

It names its rows, `contender<TAB>row` a line, and ends them with an empty line. Then it reads lines from standard
input, `contender<TAB>row<TAB>repetitions`, and answers each by the nanoseconds of the processor that so many runs of
the row's work took. Only what takes long enough that a call from Python adds nothing to it is measured so.
"""

import sys
import time


class Contender:
    rows = {}

    def __init__(self, name):
        self.name = name

    def row(self, row, work):
        """Takes part in a row by `work`."""
        Contender.rows[self.name, row] = work


def serve():
    """Answers requests until there are no more."""
    for contender, row in Contender.rows:
        print(contender, row, sep="\t")
    print(flush=True)
    for line in sys.stdin:
        contender, row, repetitions = line.rstrip("\n").split("\t")
        work = Contender.rows[contender, row]
        start = time.process_time_ns()
        for _ in range(int(repetitions)):
            work()
        print(time.process_time_ns() - start, flush=True)
