"""`attache migrate`: every service's own tables, and the first generation of the read models."""

import asyncio
from pathlib import Path

import click

import services
from services.kit.migrate import migrate as bring_up
from services.kit.settings import Settings
from services.projection.app import wanted

STATEFUL = ("ingest", "dedupe")


@click.command()
def migrate() -> None:
    """Bring the schemas of all services up to date. Services do it for themselves at start, too."""
    settings = Settings()
    root = Path(next(iter(services.__path__)))
    for service in STATEFUL:
        history = root / service / "migrations"
        applied = bring_up(settings.database_of(service), service, history)
        click.echo(f"{service}: {', '.join(applied) or 'up to date'}")
    numbers = asyncio.run(wanted(settings))
    click.echo(f"projection: generation {', '.join(map(str, sorted(numbers)))}")
