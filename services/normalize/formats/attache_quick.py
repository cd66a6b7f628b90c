"""The quick way to read an attache.report: structs that have the fields of its models.

What it takes, the models take too, with the same values; about the rest it says nothing, and the
models decide.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

import msgspec
from pydantic import BaseModel

from schemas.shape import Moment, encode, read_moment
from services.normalize.format import Row
from services.normalize.formats import attache_inputs as inputs
from services.normalize.formats.attache_model import Report

_LIMITS: Final = ("min_length", "max_length", "ge", "le", "pattern")
_NOT_BLANK: Final = r"\S"
_BLANK: Final = re.compile(r'"[\s\\][\s\\nrtfub0]*"')
"""A text of white space alone, in JSON: as it is, or as one of \\n \\r \\t \\f \\u000b."""


def read(row: Row) -> Report | None:
    """What has all that a Report has, by the same names; None where the models must look."""
    try:
        found = msgspec.convert(row, _struct(Report), dec_hook=read_moment)
        text = encode(found).decode()
    except (msgspec.ValidationError, UnicodeError):
        return None
    if found.withdrawn or type(found.published_at) is not datetime or _BLANK.search(text):
        return None
    return cast(Report, found)


@cache
def _struct(model: type[BaseModel]) -> Any:
    """A struct with the fields of the model. A field with one possible text is its tag."""
    names: dict[str, Any] = {}
    if consistent := getattr(model, "consistent", None):
        names["__post_init__"] = consistent
    hints = get_type_hints(model, include_extras=True)
    if get_origin(kind := hints.get("kind")) is Literal and len(get_args(kind)) == 1:
        (names["kind"],) = get_args(kind)
    return msgspec.defstruct(
        model.__name__,
        [
            (name, _kind(hints[name]), _default(field.default, field.is_required()))
            for name, field in model.model_fields.items()
            if name not in names
        ],
        namespace=names,
        tag_field="kind" if "kind" in names else None,
        tag=names.get("kind"),
        forbid_unknown_fields=True,
        omit_defaults=True,
        frozen=True,
        kw_only=True,
        gc=False,
    )


def _default(value: Any, is_required: bool) -> Any:
    if is_required:
        return msgspec.NODEFAULT
    if isinstance(value, BaseModel):
        return msgspec.field(default_factory=_struct(type(value)))
    return value


def _kind(hint: Any, limits: Iterable[tuple[str, Any]] = ()) -> Any:
    """What a model's field is annotated with, as a struct's."""
    if hint in (inputs.Moment, inputs.MomentOrDay):
        return Moment
    match get_origin(hint), get_args(hint):
        case origin, (of, *extras) if origin is Annotated:
            return _kind(of, (*limits, *_limits(extras)))
        case origin, alternatives if origin in (Union, UnionType):
            return Union[tuple(_kind(one, limits) for one in alternatives)]  # noqa: UP007
        case origin, (first, *_) if origin is Literal:
            return hint if isinstance(first, str) else bool
        case origin, of if origin in (list, dict):
            plain = origin[tuple(map(_kind, of))]
        case _:
            plain = _struct(hint) if issubclass(hint, BaseModel) else hint
    limited = dict(limits)
    return Annotated[plain, msgspec.Meta(**limited)] if limited and hint is not NoneType else plain


def _limits(extras: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """What pydantic's Field demands, but that a text is not blank: `read` sees to that at once."""
    for demand in (demand for extra in extras for demand in getattr(extra, "metadata", ())):
        for name in _LIMITS:
            limit = getattr(demand, name, None)
            if name == "pattern" and limit is not None:
                if limit != _NOT_BLANK:
                    yield name, limit.replace("$", r"\Z")  # "$" of Python passes a last "\n"
            elif limit is not None:
                yield name, limit
