"""What a run with a fault must be: done as a run without one is, or undone with a line that says why; and the next run
does all."""

from dataclasses import dataclass

from commands import copy
from folders import differences, is_left_over, lost, outcome, steady, unlike
from injecting import MAY_END_AT_ONCE, MUST_BE_TOLD, counted, run


@dataclass
class Done:
    """What runs without a fault come to, against which those with one are held."""

    before: dict
    outcome: dict
    message: str
    counts: list

    def unlike(self, after):
        return unlike(self.outcome, outcome(self.before, after))


def undisturbed(command, template, folder, trace):
    """What two runs without a fault have in common; or else a line that says why that proves nothing."""
    seen = []
    for _ in range(2):
        copy(template, folder)
        command.begin(folder)
        try:
            before = command.state(folder)
            ending, traced = run(command.command(folder), command.environment(folder), trace)
            missing = command.missing(folder)
            after = command.state(folder)
        finally:
            command.end(folder)
        if ending.status != 0 or missing:
            return f"without a fault it ends with {ending.status}: {missing}\n{ending.message}"
        if not any("flock(" in line and "LOCK_EX" in line for line in traced):
            return "it keeps no other run away by a lock"
        seen.append(outcome(before, after))
        wrong = of_contents(command, seen[-1])
        if wrong:
            return f"without a fault it is not done: {wrong}"
    return Done(before, steady(*seen), ending.message, counted(traced))


def of_contents(command, found):
    """What has not the content that a run which is done leaves."""
    told = [f"{path} is what it was" for path in command.anew if found.get(path, ("", ""))[1] != "new"]
    same = [path for path in command.kept if found.get(path, ("", ""))[1] != f"that of {path} before"]
    return told + [f"{path} is not what it was" for path in same]


def findings(command, template, folder, trace, fault, done):
    """What is wrong with a command that met a fault; None where it never came to it."""
    copy(template, folder)
    command.begin(folder)
    try:
        ending, _ = run(command.command(folder), command.environment(folder), trace, fault)
        if not ending.injected:
            return None
        told = of_ending(command, folder, fault, done, ending)
        told += after(command, folder, trace, done)
    finally:
        command.end(folder)
    return [f"{finding}\n      {' / '.join(ending.message.splitlines()[-3:])}" for finding in told]


def of_ending(command, folder, fault, done, ending):
    """What is wrong with how it ended, and with what it left."""
    if ending.status is None:
        return ["it does not end"]
    if ending.was_killed:
        return [] if fault.call in MAY_END_AT_ONCE else [f"it is ended by signal {-ending.status}"]
    state = command.state(folder)
    missing = command.missing(folder) + done.unlike(state)
    if ending.status == 0:
        told = [f"it says done, and {each}" for each in missing]
        if is_passed_over(fault, done, ending):
            told.append(f"it says done, and nothing of {fault.call}, which failed")
        return told
    told = []
    changed = [each for each in differences(done.before, state) if not is_left_over(each.split(" ")[0])]
    if changed and missing:
        told.append(f"it ends with {ending.status} half done: " + ", ".join(changed + missing))
    if not says_why(ending.message) and not ending.could_not_speak and fault.call not in MAY_END_AT_ONCE:
        told.append(f"it ends with {ending.status} without a line that says why")
    return told


def is_passed_over(fault, done, ending):
    """Whether a call failed that nobody may pass over, and no line says so that is not always there."""
    if fault.call not in MUST_BE_TOLD or fault.error == "EINTR" or not fault.is_own or ending.could_not_speak:
        return False
    return len(ending.message.splitlines()) <= len(done.message.splitlines())


def says_why(message):
    """Whether a line is a sentence of the tool, and not the last word of a program that fell."""
    return "Fatal error" not in message and any(len(line.split()) > 3 for line in message.splitlines())


def after(command, folder, trace, done):
    """What is wrong after the same command once more, now without a fault."""
    ending, _ = run(command.command(folder), command.environment(folder), trace)
    if ending.status != 0 and not command.is_once:
        return [f"run again, it ends with {ending.status}: {ending.message.strip()}"]
    state = command.state(folder)
    told = command.missing(folder) + lost(done.outcome, outcome(done.before, state))
    told += [f"{path} is left over" for path in state if is_left_over(path)]
    return [f"run again, {each}" for each in told]
