"""Every field of every format, holding what no format was made for: read, refused or doubted; and
what comes out can be written to the ledger and read back."""

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

import pytest

from schemas.claims import Deployment, Signal, Transfer
from schemas.refusal import Refused
from schemas.shape import Shape
from services.normalize.format import Format, Interpretation, Statement
from services.normalize.formats import FORMATS
from services.normalize.reading.records import cut, parse
from tests.normalize.formats.accounts import outcome
from tests.normalize.formats.odd_values import NOTHING, OTHERS, TEXTS
from tests.normalize.readings import SAMPLES

_PER_FORMAT: Final = 4
"""Sample records that are tried: the first of each shape."""

_PLACE_OF_A_TRANSFER: Final = "a transfer has no place"
_PERSON_OF_A_FORCE: Final = "who acts in a deployment or a transfer is the state"
UNHEARD: Final = {
    **{
        ("gdelt.events", f"ActionGeo_{name}"): _PLACE_OF_A_TRANSFER
        for name in ("FullName", "ADM1Code", "ADM2Code")
    },
    **{
        ("polecat.events", name): _PLACE_OF_A_TRANSFER
        for name in ("Placename", "City", "District", "Province", "Raw Placename")
    },
    **{
        ("polecat.events", f"{who} {what}"): _PERSON_OF_A_FORCE
        for who in ("Actor", "Recipient")
        for what in ("Name", "Title")
    },
}
"""Fields that count for one kind of claim and not for another."""


def samples(using: Format) -> Iterator[dict[str, Any]]:
    """Records of different fields, or the first ones."""
    shapes: dict[frozenset[str], int] = {}
    for file in sorted((SAMPLES / using.name).iterdir()):
        with file.open("rb") as stream:
            for one in cut(using.layout, file.name, stream):
                row = parse(one.content_type, one.text)
                shape = frozenset(_inner(row))
                shapes[shape] = shapes.get(shape, 0) + 1
                if shapes[shape] <= _PER_FORMAT:
                    yield row


def _inner(row: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record, also where one element wraps them all."""
    ((_, only),) = row.items() if len(row) == 1 else ((None, row),)
    return only if isinstance(only, dict) else row


def with_value(row: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    inner = _inner(row)
    changed = {**inner, name: value}
    return changed if inner is row else {next(iter(row)): changed}


def without(row: dict[str, Any], name: str) -> dict[str, Any]:
    inner = {key: value for key, value in _inner(row).items() if key != name}
    return inner if _inner(row) is row else {next(iter(row)): inner}


def shapes_of(statement: Statement) -> Iterator[Shape]:
    for field in dataclasses.fields(statement):
        value = getattr(statement, field.name)
        yield from value if isinstance(value, tuple) else ()
        if isinstance(value, Shape):
            yield value


def can_be_written(read: Interpretation) -> None:
    """The ledger's readers check types: what they cannot read would halt them."""
    found: list[Shape] = [shape for one in read.statements for shape in shapes_of(one)]
    signals: tuple[Signal, ...] = read.signals
    for shape in (*found, *signals):
        assert type(shape).from_json(shape.to_json()) == shape


ALL: Final = pytest.mark.parametrize("using", FORMATS, ids=lambda using: using.name)


@ALL
def test_any_value_in_any_field_is_read_or_refused_and_can_be_written(using: Format) -> None:
    for row in samples(using):
        for name in _inner(row):
            for value in (*NOTHING, *TEXTS, *OTHERS):
                found = outcome(using, with_value(row, name, value))
                if not isinstance(found, Refused):
                    can_be_written(found)


@ALL
def test_a_value_that_says_something_is_never_passed_over(using: Format) -> None:
    unheard = set()
    for row in samples(using):
        for name in _inner(row):
            absent = without(row, name)
            for value in (*TEXTS[:3], *OTHERS[-3:]):
                changed = with_value(row, name, value)
                found = outcome(using, changed)
                if isinstance(found, Refused) or name in found.ignored or not found.statements:
                    continue
                if found == outcome(using, absent) and identity(using, changed) == identity(
                    using, absent
                ):
                    unheard.add(name)
    assert unheard - {name for form, name in UNHEARD if form == using.name} == set()


def identity(using: Format, row: dict[str, Any]) -> object:
    try:
        return using.identify(row)
    except Refused as refused:
        return refused.code


@ALL
def test_an_unknown_field_of_any_kind_is_a_signal_or_a_refusal(using: Format) -> None:
    for row in samples(using):
        for value in (TEXTS[0], *OTHERS):
            found = outcome(using, with_value(row, "a field of next year", value))
            if isinstance(found, Refused):
                assert found.field.endswith("a field of next year")
            else:
                assert any(s.field.endswith("a field of next year") for s in found.signals), value


NUMBERS: Final = (
    "1234",
    "1,234",
    "1\u00a0234",
    "1\u202f234",
    "１２３４",
    "١٢٣٤",
    " 1234 ",
    "1’234",
)
SAYS_HOW_MANY: Final = {
    "us.forces": "troops_ad",
    "sipri.register": "Number ordered",
    "kiel.tracker": "item_numb",
}


@pytest.mark.parametrize("name", SAYS_HOW_MANY)
@pytest.mark.parametrize("written", NUMBERS)
def test_a_number_is_the_same_in_the_digits_and_separators_of_any_locale(
    name: str, written: str
) -> None:
    (using,) = (one for one in FORMATS if one.name == name)
    row = next(row for row in samples(using) if SAYS_HOW_MANY[name] in row)
    read = using.interpret({**row, SAYS_HOW_MANY[name]: written})
    body = read.statements[0].body
    assert isinstance(body, Deployment | Transfer)
    quantity = body.personnel if isinstance(body, Deployment) else body.ordered_quantity
    assert quantity is not None
    assert quantity.best == 1234
