"""Samples of faults, and whether enough of one is caught."""
import random


def drawn(faults, count, seed):
    """Half as many again as `count`, in the order in which they are drawn, for some will not compile.

    It hangs on nothing that a run before found out, so that the same seed draws the same of the same sources.
    """
    return random.Random(seed).sample(faults, min(len(faults), count + count // 2))


def chosen(order, compiling, count):
    """The first `count` of those that compile, as they stand in the sources."""
    compiling = set(compiling)
    return sorted([fault for fault in order if fault in compiling][:count])


def percentage(caught, count):
    return 100 * caught / count if count else 100


def exit_status(survivors, judged, least):
    """1 where one survived or, where there is a least percentage, where fewer were caught."""
    if least is None:
        return int(survivors > 0)
    return int(percentage(judged - survivors, judged) < least)
