"""A record's bytes as text: UTF-8 and nothing else; what it is instead is told."""

from typing import Final

from schemas.refusal import Refused

_BOMS: Final = (
    (b"\xef\xbb\xbf", "byte_order_mark", "UTF-8 with a byte order mark"),
    (b"\xff\xfe", "wrong_encoding", "UTF-16 or UTF-32"),
    (b"\xfe\xff", "wrong_encoding", "UTF-16"),
    (b"\x00\x00\xfe\xff", "wrong_encoding", "UTF-32"),
)
_MARKS: Final = tuple(mark for mark, _, _ in _BOMS)
_BEGINS: Final = tuple('{["< \t\r\n')


def decoded(value: bytes) -> str:
    if not value or value.isspace():
        raise Refused("empty_value", "", "nothing but blanks" if value else "no bytes")
    if value.startswith(_MARKS):
        raise next(Refused(code, "", said) for mark, code, said in _BOMS if value.startswith(mark))
    nul = b"\x00" in value
    if nul and b"\x00" in value[:4] and (wide := _wide(value[:4])):
        raise Refused("wrong_encoding", "", f"looks like {wide}")
    try:
        text = value.decode()
    except UnicodeDecodeError as error:
        said = f"byte 0x{value[error.start]:02x} at {error.start}"
        raise Refused("invalid_utf8", "", said) from error
    if nul:
        raise Refused("nul_character", "", f"U+0000 at byte {value.index(0)}")
    return text


def _wide(start: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, if a JSON or XML text begins like this in it."""
    for name in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        if start.decode(name, "replace")[:1] in _BEGINS:
            return name.upper()
    return None
