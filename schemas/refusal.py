"""Why a record does not get in: a code, the field, and how to mend it."""

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 500  # characters of a pointer


class Refused(ValueError):
    """A partner's record that cannot be taken. `field` is a JSON pointer, "" the whole record."""

    def __init__(self, code: str, field: str, message: str) -> None:
        super().__init__(f"{code} at {field or 'the record'}: {message}")
        self.code = code
        self.field = field
        self.message = message


def pointer(path: Iterable[str | int]) -> str:
    """The JSON pointer (RFC 6901) of a member, or of the last ancestor that it can name."""
    found = ""
    for step in path:
        longer = found + "/" + str(step).replace("~", "~0").replace("/", "~1")
        if len(longer) > _LONGEST:
            break
        found = longer
    return found
