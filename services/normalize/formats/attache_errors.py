"""What is wrong with an attache.report, told so that the partner can mend it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.refusal import Refused, pointer
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
    "int_parsing_size": "out_of_range",
}


def refused(error: ValidationError, record: Any) -> Refused:
    """The first error, as a refusal with a JSON pointer."""
    first = error.errors(include_url=False)[0]
    where = _pointer(first, record)
    return Refused(_code(first["type"]), where, _message(first, where))


def _code(kind: str) -> str:
    if kind in _CODES:
        return _CODES[kind]
    return "wrong_type" if kind.endswith("_type") else "invalid_value"


def _pointer(error: ErrorDetails, record: Any) -> str:
    """The location as steps into the record: pydantic also names the alternatives that it tried."""
    steps: list[str | int] = []
    location: Sequence[int | str] = error["loc"]
    here = record
    for depth, step in enumerate(location):
        is_kind = depth == 2 and location[0] == "claims" and isinstance(location[1], int)
        if is_kind or step in _BRACKETED:
            continue
        match here, step:
            case dict(), str() if step in here:
                here = here[step]
            case list(), int() if step < len(here):
                here = here[step]
            case _ if error["type"] != "missing" or step != location[-1]:
                continue
        steps.append(step)
    if error["type"] in {"union_tag_not_found", "union_tag_invalid"}:
        steps.append("kind")
    return pointer(steps)


_NEEDED: Final[Mapping[str, str]] = {
    "dict_type": "an object {…} is required here",
    "model_type": "an object {…} is required here",
    "model_attributes_type": "an object {…} is required here",
    "list_type": "a list […] is required here",
    "string_type": "a text is required here",
    "int_type": "a whole number is required here",
    "float_type": "a number is required here",
    "bool_type": "true or false is required here",
    "datetime_type": "a moment is required here, such as 2025-04-28T09:30:00Z",
    "timezone_aware": "add the time zone: 2025-04-28T09:30:00Z",
    "string_too_short": "must not be blank: write something or leave the field out",
    "missing": "is required: add it",
    "extra_forbidden": "is not a field of attache.report here: leave it out or correct its name",
}


def _message(error: ErrorDetails, where: str) -> str:
    last = where.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    name = f"item {last}" if last.isdigit() else last or "the record"
    context: Mapping[str, Any] = error.get("ctx") or {}
    match error["type"]:
        case "union_tag_not_found":
            return "kind is required: deployment, transfer or meeting"
        case "union_tag_invalid":
            return "kind is one of deployment, transfer, meeting"
        case "literal_error":
            return f"{name} is one of {context.get('expected', '')}".replace("'", "")
        case "greater_than_equal":
            return f"{name}: must be at least {context.get('ge')}"
        case "less_than_equal":
            return f"{name}: must be at most {context.get('le')}"
        case "too_short":
            return f"{name}: needs at least {context.get('min_length')}"
        case "too_long" | "string_too_long":
            return f"{name}: takes at most {context.get('max_length')}"
        case "string_pattern_mismatch" if context.get("pattern") == r"\S":
            return f"{name}: {_NEEDED['string_too_short']}"
        case "string_pattern_mismatch":
            return f"{name} must look like {context.get('pattern', '')}"
        case "missing" | "extra_forbidden" as kind:
            return f"{name} {_NEEDED[kind]}"
        case "int_type" if error["loc"][-1] == "int":  # of int | float
            return f"{name}: {_NEEDED['float_type']}"
        case kind if kind in _NEEDED:
            return f"{name}: {_NEEDED[kind]}"
        case _:
            return f"{name}: {error['msg']}"
