"""The partners this deployment declares, read from the one file that lists them."""

import click
import yaml

from schemas.partners import PartnerDeclaration, load
from services.kit.settings import Settings


def partners(settings: Settings) -> tuple[PartnerDeclaration, ...]:
    """Raises click.ClickException with one line when the file cannot be used."""
    try:
        text = settings.partners.read_text(encoding="utf-8")
        return load(yaml.safe_load(text))
    except FileNotFoundError as error:
        raise click.ClickException(
            f"no {settings.partners}: run from the project's folder, or set ATTACHE_PARTNERS"
        ) from error
    except (ValueError, yaml.YAMLError) as error:
        raise click.ClickException(f"{settings.partners}: {error}") from error
