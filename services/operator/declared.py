"""The declared partners, for commands: what is wrong with the file is one line for a person."""

import click

from schemas.partners import InvalidPartners, PartnerDeclaration
from services.kit import declared
from services.kit.settings import Settings


def partners(settings: Settings) -> tuple[PartnerDeclaration, ...]:
    """Raises click.ClickException when the file cannot be used."""
    try:
        return declared.partners(settings.partners)
    except InvalidPartners as error:
        raise click.ClickException(str(error)) from error
