"""`attache explain`: what holds a claim, who says what, and why it is or is not one occurrence."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import click

from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import evidence
from services.operator.comparison import Comparison, compare
from services.operator.evidence import Connection
from services.operator.explain_told import lines
from services.operator.rulings import Ruling, all_rulings, that_hold
from services.operator.show import plain, reader


@dataclass(frozen=True, slots=True)
class Explained:
    """A claim, and the occurrence that holds it now. `claims` is empty where nothing stands."""

    asked: UUID
    occurrence: UUID
    stands: bool
    gone: Mapping[str, Any] | None  # why the asked claim no longer stands
    row: Mapping[str, Any] | None
    claims: Sequence[Mapping[str, Any]]
    rulings: Sequence[Ruling]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.asked,
            "occurrence_id": self.occurrence,
            "stands": self.stands,
            "gone": self.gone,
            "occurrence": self.row,
            "claims": list(self.claims),
            "rulings": [ruling.as_json() for ruling in self.rulings],
        }


@click.command()
@click.argument("claim", metavar="ID")
@click.argument("other", metavar="[OTHER]", required=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def explain(claim: str, other: str | None, as_json: bool) -> None:
    """Why the claim or occurrence ID is where it is; with OTHER, why the two are one or not.

    Any id ever handed out will do, or its beginning.
    """
    settings = Settings()
    rulings = asyncio.run(all_rulings(Kafka.of(settings, "operator")))
    with reader(settings) as connection:
        found = explained(connection, evidence.identified(connection, claim), rulings)
        if other is None:
            _print(found.as_json() if as_json else lines(found))
            return
        beside = explained(connection, evidence.identified(connection, other), rulings)
        compared = _compared(connection, found, beside)
    if as_json:
        told = {"a": found.as_json(), "b": beside.as_json(), "comparison": compared.as_json()}
        _print(told)
    else:
        _print(lines(found, beside, compared))


def explained(connection: Connection, claim: UUID, rulings: Sequence[Ruling]) -> Explained:
    occurrence = evidence.occurrence_of(connection, claim)
    claims = evidence.claims_of(connection, [occurrence])
    ids = {row["claim_id"] for row in claims}
    stands = claim in ids
    return Explained(
        claim,
        occurrence,
        stands,
        None if stands else evidence.gone(connection, claim),
        evidence.row_of(connection, occurrence, claims[0]["kind"]) if claims else None,
        claims,
        that_hold(rulings, {claim, *ids}),
    )


def _compared(connection: Connection, one: Explained, other: Explained) -> Comparison:
    for each in (one, other):
        if not each.stands:
            raise click.ClickException(f"claim {each.asked} no longer stands: nothing to compare")
    if one.asked == other.asked:
        raise click.UsageError("that is one claim: give two")
    wholes = [[row["claim_id"] for row in each.claims] for each in (one, other)]
    claims = evidence.whole(connection, [*wholes[0], *wholes[1]])
    rulings = list({r.ruling_id: r for r in (*one.rulings, *other.rulings)}.values())
    return compare(one.asked, other.asked, claims, (wholes[0], wholes[1]), rulings)


def _print(told: Mapping[str, Any] | Iterator[str]) -> None:
    if isinstance(told, Mapping):
        click.echo(json.dumps(told, default=plain, ensure_ascii=False))
        return
    for line in told:
        click.echo(line)
