"""Which commands a script is about: all, or those that its arguments name, each with a folder of its own."""

import os
import subprocess
import tempfile

import commands
import servers

PACKAGE = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def add_arguments(parser):
    parser.add_argument("--tools", metavar="FOLDER", help="the tools as they are released; built without it")
    parser.add_argument("commands", nargs="*", metavar="COMMAND")


def everything():
    """All commands, by their names."""
    return {kind.__name__: kind for kind in commands.ALL + servers.ALL}


def chosen(parser, options):
    """Each command that was chosen, and a folder for it."""
    kinds = everything()
    unknown = [name for name in options.commands if name not in kinds]
    if unknown:
        parser.error(f"there is no command {unknown[0]}; there are {', '.join(kinds)}")
    tools = os.path.abspath(options.tools or built_tools())
    for name in options.commands or kinds:
        with tempfile.TemporaryDirectory() as base:
            # Not root alone comes in: a server is another user's.
            os.chmod(base, 0o711)
            yield kinds[name](tools), base


def built_tools():
    script = os.path.join(PACKAGE, "Scripts", "tools")
    return subprocess.run([script], capture_output=True, text=True, check=True).stdout.strip()
