"""What is packed here is what Postgres unpacks, as if psycopg had packed it."""

from uuid import UUID

import psycopg

from services.dedupe.store.arrays import ints, uuids

IDS = [UUID(int=0), UUID(int=1), UUID(int=(1 << 128) - 1)]
NUMBERS = [0, -1, (1 << 63) - 1, -(1 << 63)]


async def test_an_array_arrives_whole_and_an_empty_one_empty(database):
    async with await psycopg.AsyncConnection.connect(database) as connection:
        for given in (IDS, []):
            found = await connection.execute(
                "select %b = %b::uuid[], %b", (uuids(given), given, uuids(given))
            )
            assert await found.fetchone() == (True, given)
        for numbers in (NUMBERS, []):
            found = await connection.execute(
                "select %b = %b::bigint[], %b", (ints(numbers), numbers, ints(numbers))
            )
            assert await found.fetchone() == (True, numbers)
