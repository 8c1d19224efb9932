"""What a run with a fault must be: done, or undone with a line that says why; and the next run does all."""

import os

from commands import LEFTOVER, copy
from folders import differences
from injecting import MAY_END_AT_ONCE, run


def findings(command, template, folder, trace, fault, before):
    """What is wrong with a command that met a fault; None where it never came to it."""
    copy(template, folder)
    command.begin(folder)
    try:
        ending, _ = run(command.command(folder), command.environment(folder), trace, fault)
        if not ending.injected:
            return None
        told = of_ending(command, folder, fault, before, ending)
        told += after(command, folder, trace)
    finally:
        command.end(folder)
    return [f"{finding}\n      {' / '.join(ending.message.splitlines()[-3:])}" for finding in told]


def of_ending(command, folder, fault, before, ending):
    """What is wrong with how it ended, and with what it left."""
    if ending.status is None:
        return ["it does not end"]
    if ending.was_killed:
        return [] if fault.call in MAY_END_AT_ONCE else [f"it is ended by signal {-ending.status}"]
    if ending.status == 0:
        return [f"it says done, and {missing}" for missing in command.missing(folder)]
    told = []
    changed = differences(before, command.state(folder))
    if changed and command.missing(folder):
        told.append(f"it ends with {ending.status} half done: " + ", ".join(changed))
    if not ending.message.strip() and not ending.could_not_speak and fault.call not in MAY_END_AT_ONCE:
        told.append(f"it ends with {ending.status} without a word")
    return told


def after(command, folder, trace):
    """What is wrong after the same command once more, now without a fault."""
    ending, _ = run(command.command(folder), command.environment(folder), trace)
    if ending.status != 0 and not command.is_once:
        return [f"run again, it ends with {ending.status}: {ending.message.strip()}"]
    left = [path for path in command.state(folder) if LEFTOVER.fullmatch(os.path.basename(path))]
    return [f"run again, {missing}" for missing in command.missing(folder)] + [
        f"run again, {path} is left over" for path in left
    ]
