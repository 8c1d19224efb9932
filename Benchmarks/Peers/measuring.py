"""How a peer's row is measured from Python: one line for each sample on standard output.

Only what takes long enough that a call from Python adds nothing to it is measured so. The time is the processor's.
"""

import time


class Contender:
    def __init__(self, name):
        self.name = name

    def measure(self, row, work, samples=50, batch=1, statistic="median"):
        """Times `batch` runs of `work` a sample; one run goes before and is not measured."""
        work()
        for _ in range(samples):
            start = time.process_time_ns()
            for _ in range(batch):
                work()
            each = (time.process_time_ns() - start) / batch
            print(row, self.name, statistic, each, sep="\t")
