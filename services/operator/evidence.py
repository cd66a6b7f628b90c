"""The evidence as readers see it: which occurrence holds a claim, its claims, and their links."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, LiteralString
from uuid import UUID

import click
import psycopg
from psycopg.sql import SQL, Identifier

from schemas.claims import Claim
from services.projection.read_models import claims

Connection = psycopg.Connection[dict[str, Any]]
SHORTEST: Final = 6  # hexadecimal digits that stand for an id
TABLES: Final = {
    "deployment": "troop_deployments",
    "transfer": "weapons_transfers",
    "meeting": "diplomatic_meetings",
}
_RANGE: Final[LiteralString] = """
    select distinct claim_id from read.claims_history
    where claim_id between %s and %s and upper_inf(known) limit 3
"""


def identified(connection: Connection, text: str) -> UUID:
    """An id of a claim or occurrence, or the beginning of one. Every occurrence's is a claim's."""
    digits = text.strip().lower().replace("-", "")
    if not (SHORTEST <= len(digits) <= 32) or set(digits) - set("0123456789abcdef"):
        raise click.UsageError(f"{text!r} is not the id of a claim or an occurrence")
    first, last = UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))
    found = [row["claim_id"] for row in connection.execute(_RANGE, (first, last)).fetchall()]
    if not found:
        raise click.ClickException(f"no claim or occurrence {text} was ever known")
    if len(found) > 1:
        raise click.ClickException(f"{text} could be any of {', '.join(map(str, sorted(found)))}")
    return UUID(str(found[0]))


def occurrence_of(connection: Connection, claim: UUID) -> UUID:
    """That holds the claim now, or held it last."""
    row = connection.execute("select read.resolve(%s) as at", (claim,)).fetchone()
    return UUID(str(row["at"])) if row and row["at"] else claim


def claims_of(connection: Connection, occurrences: Iterable[UUID]) -> list[dict[str, Any]]:
    """Current claims with how each came to be there, founder first."""
    return connection.execute(
        """
        select c.*, l.score, l.matched, l.reasons, l.rules, l.known_since
        from read.claims c join read.claim_links l using (occurrence_id, claim_id)
        where c.occurrence_id = any(%s)
        order by c.occurrence_id, c.claim_id <> c.occurrence_id, c.earliest nulls last, c.claim_id
        """,
        (list(occurrences),),
    ).fetchall()


def row_of(connection: Connection, occurrence: UUID, kind: str) -> dict[str, Any] | None:
    """Its row in the read model of its kind."""
    return connection.execute(
        SQL("select * from {} where occurrence_id = %s").format(Identifier("read", TABLES[kind])),
        (occurrence,),
    ).fetchone()


def whole(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, Claim]:
    """Claims as they are now, as they were reported."""
    stored = (*claims.READ_MODEL.columns, *claims.READ_MODEL.kept)
    chosen = [
        SQL("{0}::text as {0}" if column.type == "jsonb" else "{}").format(Identifier(column.name))
        for column in stored
    ]
    rows = connection.execute(
        SQL(
            "select {} from read.claims_history "
            "where claim_id = any(%s) and upper_inf(known) and present"
        ).format(SQL(", ").join(chosen)),
        (list(ids),),
    ).fetchall()
    return {row["claim_id"]: claims.link(row).claim for row in rows}


def gone(connection: Connection, claim: UUID) -> dict[str, Any] | None:
    """Why, and since when, a claim is no longer anywhere."""
    return connection.execute(
        """
        select why, moved_to, lower(known) as since from read.claims_history
        where claim_id = %s and upper_inf(known) and not present
        order by why = 'withdrawn' desc, lower(known) desc limit 1
        """,
        (claim,),
    ).fetchone()
