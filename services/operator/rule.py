"""`attache rule`: a person's judgement that two claims are, or are not, about one occurrence."""

import asyncio
import getpass
import json
from collections.abc import Callable, Sequence
from typing import Any, Final

import click

from schemas.event import derived_id
from schemas.events import ClaimsRuledDifferent, ClaimsRuledSame, RulingWithdrawn
from schemas.topics import LEDGER_RULINGS
from services.dedupe.rulings import Pair, pair
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import evidence
from services.operator.appending import act_id, append
from services.operator.progress import spinner
from services.operator.ruling_told import Made, Wholes, wholes
from services.operator.rulings import Ruling, Verdict, all_rulings, key_of
from services.operator.show import reader
from services.operator.waiting import NotApplied, wait_until_applied
from services.operator.wording import clean

EVENTS: Final[dict[Verdict, type[ClaimsRuledSame] | type[ClaimsRuledDifferent]]] = {
    "same": ClaimsRuledSame,
    "different": ClaimsRuledDifferent,
}

json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")
_HOW: Final = (
    click.option("--reason", required=True, help="Why, for those who come after."),
    click.option("--actor", default=getpass.getuser, help="Who judges."),
    click.option("--wait/--no-wait", default=True, help="Wait until the read models show it. [on]"),
    click.option("--timeout", type=float, default=120, show_default=True),
    json_option,
)


def judging(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every judgement."""
    for option in reversed(_HOW):
        command = option(command)
    return command


@click.group()
def rule() -> None:
    """Rule that claims are, or are not, about one occurrence; take a ruling back."""


@rule.command()
@click.argument("claim_a")
@click.argument("claim_b")
@judging
def same(claim_a: str, claim_b: str, **how: Any) -> None:
    """The two claims are about one occurrence, whatever their likeness."""
    _judge("same", (claim_a, claim_b), **how)


@rule.command()
@click.argument("claim_a")
@click.argument("claim_b")
@judging
def different(claim_a: str, claim_b: str, **how: Any) -> None:
    """The two claims are about two occurrences, however alike they are."""
    _judge("different", (claim_a, claim_b), **how)


@rule.command()
@click.argument("ruling_id")
@judging
def withdraw(
    ruling_id: str, reason: str, actor: str, wait: bool, timeout: float, as_json: bool
) -> None:
    """Take a ruling back: its claims are decided by the rules again, and by earlier rulings."""
    settings = Settings()
    kafka = Kafka.of(settings, "operator")
    ruling = _named(ruling_id, asyncio.run(all_rulings(kafka)))
    if ruling.state == "withdrawn":
        raise click.ClickException(
            f"ruling {ruling.ruling_id} was withdrawn by {ruling.withdrawn_by}"
        )
    event = RulingWithdrawn(
        ruling_id=ruling.ruling_id,
        claim_a=ruling.pair[0],
        claim_b=ruling.pair[1],
        actor=actor,
        reason=reason,
    )
    _say(settings, event, ruling.pair, "withdrawn", wait, timeout, as_json)


@rule.command("list")
@click.option("--all", "everything", is_flag=True, help="Superseded and withdrawn ones, too.")
@json_option
def list_command(everything: bool, as_json: bool) -> None:
    """The rulings that hold."""
    found = asyncio.run(all_rulings(Kafka.of(Settings(), "operator")))
    shown = [ruling for ruling in found if everything or ruling.state == "holds"]
    if as_json:
        click.echo(json.dumps([ruling.as_json() for ruling in shown], ensure_ascii=False))
        return
    for ruling in shown:
        state = "" if ruling.state == "holds" else f" ({ruling.state})"
        click.echo(f"{ruling.ruling_id}: {ruling.verdict}{state}")
        click.echo(f"  {ruling.pair[0]} and {ruling.pair[1]}")
        click.echo(clean(f"  {ruling.actor}, {ruling.recorded:%Y-%m-%d %H:%M}: {ruling.reason}"))
        if ruling.state == "withdrawn":
            click.echo(clean(f"  withdrawn by {ruling.withdrawn_by}: {ruling.withdrawn_for}"))
    if not shown:
        click.echo("No ruling holds." if not everything else "Nobody has ruled yet.")


def _judge(
    verdict: Verdict,
    named: tuple[str, str],
    reason: str,
    actor: str,
    wait: bool,
    timeout: float,
    as_json: bool,
) -> None:
    settings = Settings()
    kafka = Kafka.of(settings, "operator")
    pair = _pair(settings, named, verdict)
    for ruling in asyncio.run(all_rulings(kafka)):
        if ruling.pair == pair and ruling.verdict == verdict and ruling.state == "holds":
            raise click.ClickException(
                f"that is ruled already, by {ruling.actor}: ruling {ruling.ruling_id}"
            )
    ruling_id = act_id("ruling", verdict, key_of(pair), actor)
    event = EVENTS[verdict](
        ruling_id=ruling_id, claim_a=pair[0], claim_b=pair[1], actor=actor, reason=reason
    )
    _say(settings, event, pair, verdict, wait, timeout, as_json)


def _pair(settings: Settings, named: tuple[str, str], verdict: Verdict) -> Pair:
    with reader(settings) as connection:
        a, b = (evidence.identified(connection, text) for text in named)
        claims = evidence.whole(connection, [a, b])
    if a == b:
        raise click.UsageError("that is one claim: give two")
    for claim in (a, b):
        if claim not in claims:
            raise click.ClickException(f"claim {claim} no longer stands")
    kinds = claims[a].body.kind, claims[b].body.kind
    if verdict == "same" and kinds[0] != kinds[1]:
        raise click.ClickException(f"a {kinds[0]} and a {kinds[1]} cannot be one occurrence")
    return pair(a, b)


def _named(text: str, rulings: Sequence[Ruling]) -> Ruling:
    found = [r for r in rulings if str(r.ruling_id).startswith(text.strip().lower())]
    if len(found) != 1 or not text.strip():
        what = "no ruling" if not found else "more than one ruling"
        raise click.ClickException(f"{what} {text!r}: attache rule list")
    return found[0]


def _say(
    settings: Settings,
    event: ClaimsRuledSame | ClaimsRuledDifferent | RulingWithdrawn,
    pair: Pair,
    verdict: str,
    wait: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Onto the log, then what it changed among the claims that were or are with the two."""
    kafka = Kafka.of(settings, "operator")
    before = wholes(settings, pair)
    event_id = derived_id(event.ruling_id, event.type)
    said = asyncio.run(append(kafka, LEDGER_RULINGS, key_of(pair), event, event_id))
    after: Wholes | None = None
    if wait:
        try:
            with spinner() as told:
                wait_until_applied(settings, timeout, told=told)
        except NotApplied as error:
            raise click.ClickException(f"ruling {event.ruling_id} is made, but {error}") from error
        after = wholes(settings, [claim for whole in before.values() for claim in whole])
    made = Made(event.ruling_id, verdict, pair, said.recorded, before, after)
    if as_json:
        click.echo(json.dumps(made.as_json()))
    else:
        click.echo("\n".join(made.lines()))
