"""The `attache` commands of a page, and what the program would not understand of them."""

import re
import shlex
from collections.abc import Sequence
from typing import Final

import click

from services.operator.__main__ import main
from tests.docs.pages import REMARK

_INLINE: Final = re.compile(r"`([^`\n]+)`")
_PLACEHOLDER: Final = re.compile(r"[A-Z][A-Z_]*…?$")


def said_commands(line: str) -> list[list[str]]:
    """The `attache …` commands of a line, in words, as a shell would cut them."""
    inline = [text for text in _INLINE.findall(line) if text.startswith("attache ")]
    typed = re.match(r"(?:\.venv/bin/)?(attache .*)", REMARK.sub("", line))
    return [shlex.split(text)[1:] for text in [*inline, *([typed[1]] if typed else [])]]


def wrong_in(words: Sequence[str]) -> str | None:
    """What the program would not understand in this command; None if it would run."""
    command, left = _command(list(words))
    if isinstance(command, click.Group):
        return f"{' '.join(words)}: no such command" if left not in ([], ["--help"]) else None
    left = [word for word in left if word != "--help"]
    known = {name: option for option in command.params for name in option.opts}
    known |= {name: option for option in command.params for name in option.secondary_opts}
    context = click.Context(command)
    given, values = list[str](), iter(left)
    for word in values:
        if not word.startswith("-") or word == "-":
            given.append(word)
        elif word not in known:
            return f"{' '.join(words)}: no option {word}"
        else:
            option = known[word]
            assert isinstance(option, click.Option)
            value = None if option.is_flag else next(values, "")
            if value == "" or (value and not _fits(option, value, context)):
                return f"{' '.join(words)}: {word} does not take {value!r}"
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    if any(one.nargs != 1 for one in arguments):
        return None  # as many files as one likes
    if len(given) > len(arguments):
        return f"{' '.join(words)}: too many words"
    for argument, value in zip(arguments, given, strict=False):
        if not _fits(argument, value, context):
            return f"{' '.join(words)}: not {value}"
    return None


def _fits(parameter: click.Parameter, value: str, context: click.Context) -> bool:
    if _PLACEHOLDER.match(value):
        return True
    try:
        parameter.type.convert(value, parameter, context)
    except click.UsageError:
        return False
    return True


def _command(words: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command = main
    while isinstance(command, click.Group) and words:
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            break
        command, words = found, words[1:]
    return command, words


def options_of(words: Sequence[str]) -> set[str]:
    """Every option that the command, or one below it, has."""
    command, _ = _command(list(words))
    below = [command]
    if isinstance(command, click.Group):
        names = command.list_commands(click.Context(command))
        below += [c for n in names if (c := command.get_command(click.Context(command), n))]
    found = {name for one in below for p in one.params for name in (*p.opts, *p.secondary_opts)}
    return found | {"--help"}
