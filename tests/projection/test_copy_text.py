"""Any row, however hostile its texts, comes out of Postgres as it was."""

from datetime import UTC, date
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.projection import store
from services.projection.read_model import Past, ReadModel, columns
from tests.projection.builders import NOON, at
from tests.projection.conftest import House

MODEL = ReadModel(
    name="things",
    key=("id",),
    columns=columns(
        """
        id      uuid
        text    text
        more    text
        texts   text[]
        ids     uuid[]
        number  numeric
        count   int
        flag    boolean
        day     date
        moment  timestamptz
        json    jsonb
        """
    ),
    comment="",
)
TABLE = """
create table if not exists read.things_history (
    id uuid, text text, more text, texts text[], ids uuid[], number numeric, count int,
    flag boolean, day date, moment timestamptz, json jsonb, present boolean, known tstzrange
)
"""
texts = st.sampled_from(["", "\\", "\\N", "\t", "a\tb", "\r\n", '"', "{}", ",", "NULL", "\\.", "x"])
strings = texts | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
ids = st.uuids()


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


rows = st.fixed_dictionaries(
    {"id": ids},
    optional={
        "text": maybe(strings),
        "more": maybe(strings),
        "texts": maybe(st.lists(strings, max_size=3)),
        "ids": maybe(st.lists(ids, max_size=2)),
        "number": maybe(st.integers(-(10**15), 10**15) | st.just(2.5)),
        "count": maybe(st.integers(0, 9)),
        "flag": maybe(st.booleans()),
        "day": maybe(st.dates(date(1000, 1, 1), date(2200, 1, 1))),
        "moment": maybe(st.datetimes(timezones=st.just(UTC))),
    },
)


@given(rows, st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_row_comes_out_of_postgres_as_it_was(
    house: House, row: dict[str, Any], present: bool
) -> None:
    await house.connection.execute(TABLE.encode())
    await house.connection.execute(b"truncate read.things_history")
    await store.copy(house.connection, "read", MODEL, [Past(NOON, at(1), present, row)])
    names = ", ".join(column.name for column in MODEL.columns)
    found = await house.rows(
        f"select {names}, present, lower(known), upper(known) from read.things_history"
    )
    given = [row.get(column.name) for column in MODEL.columns]
    assert found == [(*given, present, NOON, at(1))]


async def test_ids_may_be_told_as_texts(house: House) -> None:
    await house.connection.execute(TABLE.encode())
    row = {"id": str(UUID(int=1)), "ids": [str(UUID(int=2))]}
    await store.copy(house.connection, "read", MODEL, [Past(NOON, None, True, row)])
    found = await house.rows("select id, ids, upper(known) from read.things_history")
    assert found == [(UUID(int=1), [UUID(int=2)], None)]
