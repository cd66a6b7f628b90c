"""`attache explain`: what holds a claim, who says what, and why it is or is not one occurrence."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import evidence
from services.operator.comparison import Comparison, compare
from services.operator.evidence import Connection
from services.operator.explain_told import lines
from services.operator.explained import Explained, explained
from services.operator.rulings import all_rulings
from services.operator.show import plain, reader


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
