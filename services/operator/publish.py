"""`attache publish`: a partner's files onto its topic, and what became of every record."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from itertools import chain

import click

from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator.applying import applied, parked_records
from services.operator.checkpoint import Checkpoint
from services.operator.chosen import chosen
from services.operator.files import STDIN, File, files
from services.operator.outbound import FIRST, Outbound, withdrawals
from services.operator.progress import bar, spinner
from services.operator.publication import Publication
from services.operator.reading import Reading
from services.operator.register import Planned, planned
from services.operator.summary import LISTED, lines
from services.operator.tally import Tally
from services.operator.wording import clean


@click.command()
@click.argument("partner")
@click.argument("paths", nargs=-1, metavar="[PATHS…|-]")
@click.option("--withdraw", multiple=True, metavar="RECORD_ID", help="Take this record back.")
@click.option("--reason", help="Why, for --withdraw.")
@click.option(
    "--snapshot", is_flag=True, help="The files are the whole register: publish what differs."
)
@click.option("--yes", is_flag=True, help="With --snapshot: withdraw however many are gone.")
@click.option("--dry-run", is_flag=True, help="Only say what would be sent.")
@click.option("--resume", is_flag=True, help="Go on where a killed publication was.")
@click.option(
    "--receipts/--no-receipts", default=True, help="Wait for the answer to each record. [on]"
)
@click.option("--wait/--no-wait", default=True, help="Wait until the read models show it. [on]")
@click.option(
    "--timeout", type=float, default=120, show_default=True, help="Seconds without any progress."
)
@click.option("--json", "as_json", is_flag=True, help="The summary for programs.")
def publish(
    partner: str,
    paths: tuple[str, ...],
    withdraw: tuple[str, ...],
    reason: str | None,
    snapshot: bool,
    yes: bool,
    dry_run: bool,
    resume: bool,
    receipts: bool,
    wait: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Send the records of files, folders or standard input to PARTNER's topic.

    Ends with 1 if any record was rejected, could not be read, or got no answer in time.
    """
    _check_usage(paths, withdraw, snapshot, resume)
    given = files(paths)
    settings = Settings()
    _, form = chosen(settings, partner)
    kafka = Kafka.of(settings, "operator")
    began = time.monotonic()
    if snapshot:
        plan = planned(settings, kafka, partner, form, given, yes)
        if dry_run:
            _say_plan(partner, plan, as_json)
            return
        records, reading, checkpoint = plan.records, plan.reading, None
    else:
        checkpoint = _checkpoint(partner, given)
        start = checkpoint.load() if checkpoint is not None and resume else FIRST
        reading = Reading(form, given, start)
        records = chain(reading, withdrawals(len(given), withdraw, reason))
        if dry_run:
            _say_dry(partner, records, reading, as_json)
            return
    parked = parked_records(settings) if wait and receipts else 0
    with bar(partner, reading, receipts) as told:
        publication = Publication(
            kafka, partner, iter(records), reading.where, checkpoint, receipts, timeout, told
        )
        tally = asyncio.run(publication.run())
    tally.unreadable = reading.unreadable
    if snapshot:
        tally.warnings += plan.warnings
        tally.withheld = plan.withheld
    if wait and receipts and not (tally.unanswered or tally.uninterpreted or tally.given_up):
        with spinner() as waiting:
            tally.applied, said = applied(settings, timeout, parked, waiting)
        tally.warnings += said
    tally.seconds = time.monotonic() - began
    if checkpoint is not None and not tally.given_up and not tally.unanswered:
        checkpoint.clear()
    _say(partner, tally, as_json)
    if tally.failed:
        raise SystemExit(1)


def _check_usage(
    paths: tuple[str, ...], withdraw: tuple[str, ...], snapshot: bool, resume: bool
) -> None:
    if not paths and not withdraw:
        raise click.UsageError("nothing to publish: give files, folders, - or --withdraw")
    if snapshot and (withdraw or resume):
        raise click.UsageError("--snapshot works out by itself what to send and to withdraw")
    if STDIN in paths and (resume or snapshot):
        raise click.UsageError("standard input cannot be read twice: give a file")


def _checkpoint(partner: str, given: Sequence[File]) -> Checkpoint | None:
    """Only where the input can be read again."""
    if not given or any(file.path is None for file in given):
        return None
    return Checkpoint.of(partner, given)


def _say(partner: str, tally: Tally, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"partner": partner, **tally.as_json()}, ensure_ascii=False))
        return
    for line in lines(partner, tally):
        click.echo(line)


def _say_dry(partner: str, records: Iterator[Outbound], reading: Reading, as_json: bool) -> None:
    total = unnamed = withdrawn = 0
    for record in records:
        total += 1
        unnamed += record.record_id is None
        withdrawn += record.withdrawn
    told = {
        "partner": partner,
        "records": total,
        "without_id": unnamed,
        "withdrawals": withdrawn,
        "unreadable_files": reading.unreadable,
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(
            f"{partner}: would send {total:,} records "
            f"({unnamed:,} without an id, {withdrawn:,} withdrawals)"
        )
        for name in reading.unreadable:
            click.echo(f"  cannot be read: {name}")
    if reading.unreadable:
        raise SystemExit(1)


def _say_plan(partner: str, plan: Planned, as_json: bool) -> None:
    told = plan.as_json()
    if as_json:
        click.echo(json.dumps({"partner": partner, **told}, ensure_ascii=False))
        return
    click.echo(
        f"{partner}: would send {told['new']:,} new, {told['changed']:,} changed and withdraw "
        f"{told['gone']:,}; {told['same']:,} are the same"
    )
    for warning in plan.warnings:
        click.echo(f"  note: {clean(warning)}")
    for record_id in plan.difference.gone[:LISTED]:
        click.echo(f"  - {clean(record_id)}")
