"""What is wrong with an attache.report, told so that the partner can mend it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.refusal import Refused
from services.normalize.formats.attache_inputs import NUMBER, PARTS, TEXT

_BRACKETED: Final = frozenset({TEXT, PARTS, NUMBER})
_CODES: Final[Mapping[str, str]] = {
    "extra_forbidden": "unknown_field",
    "missing": "missing_field",
    "missing_field": "missing_field",
    "union_tag_not_found": "missing_field",
    "union_tag_invalid": "invalid_value",
    "wrong_type": "wrong_type",
    "out_of_range": "out_of_range",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "finite_number": "out_of_range",
    "too_long": "out_of_range",
    "too_short": "out_of_range",
    "string_too_long": "out_of_range",
    "string_too_short": "out_of_range",
    "int_parsing_size": "out_of_range",
}


def refused(error: ValidationError, record: Any) -> Refused:
    """The first error, as a refusal with a JSON pointer."""
    first = error.errors(include_url=False)[0]
    pointer = _pointer(first, record)
    return Refused(_code(first["type"]), pointer, _message(first, pointer))


def _code(kind: str) -> str:
    if kind in _CODES:
        return _CODES[kind]
    return "wrong_type" if kind.endswith("_type") else "invalid_value"


def _pointer(error: ErrorDetails, record: Any) -> str:
    """The location without the names of the alternatives that pydantic puts into it."""
    steps: list[str] = []
    location: Sequence[int | str] = error["loc"]
    for depth, step in enumerate(location):
        is_kind = depth == 2 and location[0] == "claims" and isinstance(location[1], int)
        if not is_kind and step not in _BRACKETED:
            steps.append(str(step))
    if error["type"] in {"union_tag_not_found", "union_tag_invalid"}:
        steps.append("kind")
    return pointer(*steps)


def pointer(*steps: str | int) -> str:
    """RFC 6901."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _message(error: ErrorDetails, where: str) -> str:
    name = where.rpartition("/")[2] or "the record"
    context: Mapping[str, Any] = error.get("ctx") or {}
    match error["type"]:
        case "extra_forbidden":
            return f"{name} is not a field of attache.report here: leave it out or correct its name"
        case "missing":
            return f"{name} is required: add it"
        case "union_tag_not_found":
            return "kind is required: deployment, transfer or meeting"
        case "union_tag_invalid":
            return "kind is one of deployment, transfer, meeting"
        case "literal_error":
            return f"{name} is one of {context.get('expected', '')}".replace("'", "")
        case "string_pattern_mismatch" if context.get("pattern") == r"\S":
            return f"{name} must not be blank: write something or leave the field out"
        case "string_pattern_mismatch":
            return f"{name} must look like {context.get('pattern', '')}"
        case _:
            return f"{name}: {error['msg']}"
