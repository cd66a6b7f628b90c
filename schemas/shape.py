"""What values and events are made of: frozen structs whose JSON leaves out what is not there.

A field that is None is not written; every other field is, also where it has its default, so that
those who read the JSON without these classes need no defaults. Types are checked when JSON is read
(`from_json`), not when Python makes one: the type checker does that. What `__post_init__` demands
holds in both cases.
"""

from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Self, dataclass_transform

import msgspec

Invalid = msgspec.MsgspecError
"""What `from_json` raises for a text that is not JSON, or not of this shape."""


Aware = Annotated[datetime, msgspec.Meta(tz=True)]
"""A point in time with its zone."""


class _Days(type):
    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, date)  # a datetime is one


class _Moment(metaclass=_Days):
    pass


if TYPE_CHECKING:
    Moment = datetime | date
else:
    Moment = _Moment
"""A point in time with its zone, or a day: as JSON, RFC 3339 date-time or full-date."""


class _Shaped(msgspec.StructMeta):
    """Fields go by name; a default other than None is written, for it comes from a factory."""

    def __new__(
        mcls, name: str, bases: tuple[type, ...], names: dict[str, Any], **config: Any
    ) -> Any:
        for field, annotation in names.get("__annotations__", {}).items():
            if names.get(field) is not None and "ClassVar" not in str(annotation):
                names[field] = msgspec.field(default_factory=_always(names[field]))
        return super().__new__(mcls, name, bases, names, **{"kw_only": True} | config)


def _always(value: Any) -> Any:
    return lambda: value


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class Shape(msgspec.Struct, metaclass=_Shaped, frozen=True, omit_defaults=True, gc=False):
    """Immutable, compared and hashed by content. None of them can contain itself: so no gc."""

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Fields that the shape does not know are ignored. Raises Invalid."""
        found: Self = decoder(cls).decode(text)
        return found

    def to_json(self) -> str:
        return encode(self).decode()

    def fields(self) -> dict[str, Any]:
        """Field to value, as it is: for making one shape of another."""
        return msgspec.structs.asdict(self)

    def changed(self, **fields: Any) -> Self:
        """The same with other values in these fields."""
        return msgspec.structs.replace(self, **fields)


_ENCODER = msgspec.json.Encoder()


def encode(thing: Any) -> bytes:
    """JSON of a shape, or of lists and tuples of them."""
    return _ENCODER.encode(thing)


@cache
def decoder(cls: Any) -> "msgspec.json.Decoder[Any]":
    """Reads JSON as this shape, or as lists and tuples of shapes."""
    return msgspec.json.Decoder(cls, dec_hook=read_moment)


def jsonable(thing: Any) -> Any:
    """As dicts, lists and scalars of JSON."""
    return msgspec.json.decode(encode(thing))


def read_moment(kind: type, given: Any) -> date:
    """For msgspec, which knows all other types that a shape is made of. Raises ValueError."""
    if kind is not _Moment:
        raise NotImplementedError(kind)
    if not isinstance(given, str):
        raise ValueError("a date or a date-time is a string")
    if len(given) == len("2025-03-01"):
        return date.fromisoformat(given)
    moment = datetime.fromisoformat(given)
    if moment.tzinfo is None:
        raise ValueError(f"{given} has no time zone")
    return moment
