"""A record's headers and key: what the partner says about the record, beside the record."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from schemas.refusal import Refused
from services.ingest.partner import Limits

JSON: Final = "application/json"
XML: Final = "application/xml"
_CONTENT_TYPES: Final = {JSON: JSON, "text/json": JSON, XML: XML, "text/xml": XML}
_OURS: Final = frozenset(
    {"attache-revision", "attache-operation", "attache-reason", "attache-format"}
)
TRACING: Final = frozenset({"traceparent", "tracestate", "baggage"})
"""Headers that differ whenever a record is sent."""
_READ: Final = _OURS | {"content-type", "traceparent"}
_NUMBER: Final = re.compile(r"[0-9]{1,18}")  # fits Postgres' bigint
_TRACE: Final = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_SHORT: Final = 256  # bytes of headers that are worth remembering
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Letterhead(NamedTuple):
    """The headers, read. `content_type` None: the first character of the text decides."""

    revision: int | None = None
    withdraws: bool = False
    reason: str | None = None
    content_type: str | None = None
    traceparent: str | None = None


_BLANK: Final = Letterhead()


def letterhead(headers: Sequence[tuple[str, bytes]], declared: str, limits: Limits) -> Letterhead:
    """`declared`: the name of the partner's format."""
    if not headers:
        return _BLANK
    size = 0
    for name, value in headers:
        size += len(name) + len(value or b"")
    if len(headers) > limits.headers or size > limits.header_bytes:
        allowed = f"at most {limits.headers} headers of {limits.header_bytes} bytes together"
        raise Refused("headers_too_large", "", allowed)
    return _read_short(tuple(headers), declared) if size <= _SHORT else _read(headers, declared)


def _read(headers: Sequence[tuple[str, bytes]], declared: str) -> Letterhead:
    found = _known(headers)
    if not found:
        return _BLANK
    if found.get("attache-format", declared) != declared:
        raise Refused("unknown_format", "", f"this topic takes {declared}")
    operation = found.get("attache-operation", "publish").strip().lower()
    if operation not in ("publish", "withdraw"):
        raise Refused("unknown_operation", "", "attache-operation is publish or withdraw")
    trace = found.get("traceparent", "")
    return Letterhead(
        revision=_revision(found.get("attache-revision")),
        withdraws=operation == "withdraw",
        reason=found.get("attache-reason"),
        content_type=_content_type(found.get("content-type")),
        traceparent=trace if _TRACE.fullmatch(trace) else None,
    )


_read_short: Final = lru_cache(1024)(_read)
"""A partner's records mostly have the same headers."""


def _known(headers: Sequence[tuple[str, bytes]]) -> dict[str, str]:
    """The headers that concern us, by lower-case name. All others are the partner's own."""
    found: dict[str, str] = {}
    for given, value in headers:
        name = given.lower()
        if name not in _READ:
            if name.startswith("attache-"):
                raise Refused("unknown_header", "", f"there is no header {name[:60]}")
            continue
        try:
            text = (value or b"").decode()  # a header may come without a value
        except UnicodeDecodeError as error:
            if name == "traceparent":
                continue  # not worth a record
            raise Refused("bad_header", "", f"{name} is not UTF-8") from error
        if found.setdefault(name, text) != text:
            raise Refused("repeated_header", "", f"{name} is there with different values")
    return found


def _revision(text: str | None) -> int | None:
    if text is None:
        return None
    if not _NUMBER.fullmatch(text.strip()):
        raise Refused("bad_revision", "", f"attache-revision {text[:40]!r} is no whole number")
    return int(text)


def _content_type(text: str | None) -> str | None:
    if text is None:
        return None
    kind, *parameters = (part.strip().lower() for part in text.split(";"))
    if kind not in _CONTENT_TYPES:
        raise Refused("unsupported_content_type", "", f"send {JSON} or {XML}, not {kind[:60]!r}")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
            raise Refused("wrong_encoding", "", f"send UTF-8, not {value[:40]!r}")
    return _CONTENT_TYPES[kind]


def key_of(key: bytes | None, limits: Limits) -> str | None:
    """The record id that the key is. None: there is no key, so the record must name itself."""
    if key is None:
        return None
    try:
        text = key.decode()
    except UnicodeDecodeError as error:
        raise Refused("invalid_utf8", "", f"the key is not UTF-8 at byte {error.start}") from error
    return usable(text, limits)


def usable(record_id: str, limits: Limits) -> str:
    """The id as it is: identity comes from what the partner wrote, not from a cleaned form."""
    if not record_id or record_id.isspace():
        raise Refused("missing_record_id", "", "the record id is blank")
    if len(record_id) > limits.id_characters:
        allowed = f"{len(record_id)} characters, allowed are {limits.id_characters}"
        raise Refused("record_id_too_long", "", allowed)
    if found := _CONTROL.search(record_id):
        where = f"U+{ord(found[0]):04X} in the record id"
        raise Refused("record_id_control_character", "", where)
    if not record_id.isascii():
        _characters(record_id)
    return record_id


def _characters(record_id: str) -> None:
    try:
        record_id.encode()
    except UnicodeEncodeError as error:
        raise Refused("lone_surrogate", "", "half a character in the record id") from error
