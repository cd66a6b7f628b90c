"""`attache partners`: who may publish, what their files would be answered, and making it so."""

import json
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from schemas.partners import PartnerDeclaration
from schemas.topics import partner_topics
from schemas.values import Source
from services.kit.kafka import Kafka
from services.kit.settings import Settings
from services.operator import rights
from services.operator.checking import Checked, receipts
from services.operator.chosen import chosen, format_named
from services.operator.declared import partners as declared
from services.operator.files import files
from services.operator.reading import Reading
from services.operator.show import console_for_tables
from services.operator.summary import lines
from services.operator.tally import Tally
from services.operator.topics import apply as apply_topics
from services.operator.topics import plan
from services.operator.wording import clean

yes_option = click.option("--yes", is_flag=True, help="Do not ask.")
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group()
def partners() -> None:
    """Who may publish, and what."""


@partners.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """The declared partners."""
    found = declared(Settings())
    if as_json:
        click.echo(json.dumps([p.model_dump(mode="json") for p in found], ensure_ascii=False))
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("partner", "format", "records a day", "title", "contact"):
        table.add_column(heading, overflow="fold")
    for partner in found:
        row = (partner.name, partner.format, _expected(partner), partner.title, partner.contact)
        table.add_row(*(Text(cell) for cell in row))
    console_for_tables().print(table)


def _expected(partner: PartnerDeclaration) -> str:
    expected = partner.expected
    return f"{expected.per_day_min:,}–{expected.per_day_max:,}" if expected else ""


@partners.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE…")
@click.option("--format", "name", help="The format's name, for a partner not declared yet.")
@click.option("--partner", help="Check as this declared partner: with its own ids and source.")
@click.option("--quiet", is_flag=True, help="Only the summary.")
@click.option("--json", "as_json", is_flag=True, help="The receipts themselves, one per line.")
def check(
    paths: tuple[str, ...], name: str | None, partner: str | None, quiet: bool, as_json: bool
) -> None:
    """Tell which receipts the records of a file would get. Sends nothing, needs no server."""
    if (name is None) == (partner is None):
        raise click.UsageError("give one of --format and --partner")
    source = Source()
    if partner is not None:
        declaration, form = chosen(Settings(), partner)
        source = Source(**declaration.source.model_dump())
    else:
        assert name is not None
        form = format_named(name)
    reading, tally = Reading(form, files(paths)), Tally()
    now = datetime.now(UTC)  # noqa: TID251 - the moment a record would arrive
    for origin, receipt in receipts(partner or "check", form, source, reading, now):
        where = reading.where(origin)
        if receipt.stage == "ingest":
            tally.sent += 1
            tally.answer(receipt, where)
        else:
            tally.interpretation(receipt, where)
        if as_json:
            click.echo(receipt.to_json())
        elif not quiet:
            click.echo(clean(_line(Checked(origin, receipt), where)))
    tally.unreadable = reading.unreadable
    if not as_json:
        for line in lines(partner or form.name, tally, offline=True):
            click.echo(line)
    for name in reading.unreadable if as_json else ():
        click.echo(f"cannot be read: {clean(name)}", err=True)
    if tally.failed:
        raise SystemExit(1)


def _line(checked: Checked, where: str) -> str:
    receipt = checked.receipt
    told = [f"{receipt.record_id or '(no id)'} [{where}]: {receipt.status}"]
    if receipt.code:
        at = f" at {receipt.field}" if receipt.field else ""
        told.append(f"{receipt.code}{at}: {receipt.message or ''}")
    elif receipt.message:
        told.append(receipt.message)
    if receipt.claims:
        told.append(", ".join(f"{c.kind} {c.partner_claim_id}" for c in receipt.claims))
    told += [
        f"signal {s.code} {s.field}" + ("" if s.value is None else f" = {s.value!r}")
        for s in receipt.signals
    ]
    return "; ".join(told)


@partners.command("apply")
@yes_option
@click.option("--dry-run", is_flag=True, help="Only show what differs.")
@click.option("--rotate", multiple=True, metavar="PARTNER", help="Give it a new password.")
@click.option(
    "--credentials",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write passwords to files here instead of showing them.",
)
def apply_command(
    yes: bool, dry_run: bool, rotate: tuple[str, ...], credentials: Path | None
) -> None:
    """Make the broker agree with the declarations: topics, and on a secure one users and rights."""
    settings = Settings()
    found = declared(settings)
    names = [partner.name for partner in found]
    _check_names(names, rotate)
    kafka = Kafka.of(settings, "operator")
    admin = kafka.admin()
    wanted = [topic for p in found for topic in partner_topics(p.name, p.partitions)]
    topics = plan(admin, kafka, wanted)
    secure = kafka.user is not None
    if rotate and not secure:
        raise click.ClickException("this broker has no users: there is no password to change")
    change = rights.Change()
    if secure:
        change = rights.difference(names, kafka, rights.users_of(admin), rights.rights_there(admin))
    told = [*map(str, topics), *change.lines(), *(f"~ password of {name}" for name in rotate)]
    for line in told:
        click.echo(line)
    if not told:
        click.echo("Nothing to do: the broker agrees with the declarations.")
    if dry_run or not told:
        return
    if not yes:
        click.confirm("Make it so?", abort=True)
    apply_topics(admin, kafka, topics)
    if secure:
        passwords = {n: secrets.token_urlsafe(24) for n in (*change.new_users, *rotate)}
        rights.put_in_force(admin, change, passwords)
        for line in _hand_over(settings, passwords, credentials):
            click.echo(line)


def _check_names(names: list[str], rotate: tuple[str, ...]) -> None:
    if taken := sorted(rights.RESERVED & set(names)):
        raise click.ClickException(f"no partner may be called {', '.join(taken)}: services are")
    if unknown := sorted(set(rotate) - set(names)):
        raise click.ClickException(f"not declared: {', '.join(unknown)}")


def _hand_over(settings: Settings, passwords: dict[str, str], folder: Path | None) -> Iterator[str]:
    """Passwords are kept nowhere: shown once, or written to files that only we may read."""
    for name, password in passwords.items():
        if folder is None:
            yield f"password of {name} (shown only now): {password}"
            continue
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{name}.env"
        text = (
            f"# Lets `attache publish {name} … --no-wait` act as this partner.\n"
            f"ATTACHE_KAFKA={settings.kafka}\n"
            f"ATTACHE_KAFKA_SECURITY={settings.kafka_security}\n"
            f"ATTACHE_KAFKA_CA={settings.kafka_ca or ''}\n"
            f"ATTACHE_OPERATOR_KAFKA_USER={name}\n"
            f"ATTACHE_OPERATOR_KAFKA_PASSWORD={password}\n"
        )
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
        yield f"password of {name}: in {path}"
