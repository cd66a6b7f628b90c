"""`attache contract`: publishes the contract as documents and guards what was released."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

import schemas
from schemas import published
from schemas.compatibility import breaks
from services.normalize.formats import attache_report

FOLDER = Path(schemas.__file__).parent
GENERATED = FOLDER / "generated"
RELEASED = FOLDER / "released"


def documents() -> dict[str, str]:
    """File name -> text, as they must stand in schemas/generated/."""
    made: dict[str, Mapping[str, Any]] = {
        f"{name}.json": schema for name, schema in published.json_schemas().items()
    }
    made["asyncapi.json"] = published.asyncapi()
    made["attache.report.json"] = partner_format()
    return {
        name: json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
        for name, document in made.items()
    }


def partner_format() -> dict[str, Any]:
    """What partners who write for us may send."""
    name = attache_report.FORMAT.name
    about = {"$schema": published.DIALECT, "$id": f"urn:attache:{name}", "title": name}
    return about | attache_report.schema()


def stale(folder: Path = GENERATED) -> list[str]:
    """The files that are missing, other than they must be, or left over."""
    wanted = documents()
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    return sorted(name for name in wanted.keys() | there if wanted.get(name) != there.get(name))


def released(folder: Path = RELEASED) -> dict[str, Any]:
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.v*.json"))
    }


@click.group()
def contract() -> None:
    """The contract between services and with partners."""


@contract.command()
def generate() -> None:
    """Write schemas/generated/ anew from the models."""
    GENERATED.mkdir(exist_ok=True)
    for name in stale():
        (GENERATED / name).unlink(missing_ok=True)
    for name, text in documents().items():
        (GENERATED / name).write_text(text, encoding="utf-8")
    click.echo(f"{len(documents())} documents in schemas/generated/")


@contract.command()
def check() -> None:
    """Is schemas/generated/ fresh, and compatible with schemas/released/?"""
    old = stale()
    found = breaks(released(), published.json_schemas())
    for name in old:
        click.echo(f"stale: schemas/generated/{name}: run `attache contract generate`")
    for line in found:
        click.echo(f"breaking: {line}")
    if old or found:
        raise SystemExit(1)
    click.echo("the contract is fresh and compatible with the released one")


@contract.command()
def release() -> None:
    """Make today's contract the released one: what it says can only be added to from now on."""
    found = breaks(released(), published.json_schemas())
    if found:
        raise click.ClickException("not compatible with the released contract: " + "; ".join(found))
    RELEASED.mkdir(exist_ok=True)
    events = {f"{name}.json" for name in published.json_schemas()}
    for name, text in documents().items():
        if name in events:
            (RELEASED / name).write_text(text, encoding="utf-8")
    click.echo("released")
