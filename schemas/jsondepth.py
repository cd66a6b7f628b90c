"""How deep a JSON text nests, told before it is parsed, since a parser recurses."""

import json
import re
from typing import Final

from schemas.refusal import Refused, pointer

_STRING: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
"""An open string reaches to the end of the text: were it no token, each quote would be tried."""
_STRINGS: Final = re.compile(_STRING, re.DOTALL)
_BRACKETS: Final = re.compile(r"[][{}]")
_TOKENS: Final = re.compile(_STRING + r"|[][{}:,]", re.DOTALL)


def check(text: str, limit: int) -> None:
    """Raise Refused where the text nests further than this."""
    if text.count("{") + text.count("[") <= limit:
        return
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        if bracket in "{[":
            depth += 1
            if depth > limit:
                raise _too_deep(text, limit)
        elif depth == 0:
            return  # the parser will say what is wrong
        else:
            depth -= 1


def _too_deep(text: str, limit: int) -> Refused:
    """Where it first is."""
    path: list[str | int] = []
    last = ""
    for token in _TOKENS.finditer(text):
        match token[0]:
            case "{" | "[" as opened:
                if len(path) >= limit:
                    break
                path.append("" if opened == "{" else 0)
            case "}" | "]":
                path.pop()
            case ":":
                if path:
                    path[-1] = last
            case ",":
                if path and isinstance(path[-1], int):
                    path[-1] += 1
            case string:
                last = _unquoted(string)
    return Refused("too_deep", pointer(path), f"more than {limit} levels")


def _unquoted(string: str) -> str:
    if len(string) > 1000:
        return string[1:1000]
    try:
        return str(json.loads(string))
    except ValueError:
        return string[1:-1]
