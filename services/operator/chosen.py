"""The partner that a command names, and the format that its declaration names."""

import click

from schemas.partners import PartnerDeclaration
from services.kit.settings import Settings
from services.normalize.format import Format
from services.operator.declared import partners


def chosen(settings: Settings, name: str) -> tuple[PartnerDeclaration, Format]:
    declared = partners(settings)
    for partner in declared:
        if partner.name == name:
            return partner, format_named(partner.format)
    known = ", ".join(partner.name for partner in declared) or "none"
    raise click.ClickException(f"no partner {name!r} in {settings.partners}; declared: {known}")


def format_named(name: str) -> Format:
    from services.normalize.formats import FORMATS  # their tables take a moment to load

    for form in FORMATS:
        if form.name == name:
            return form
    known = ", ".join(form.name for form in FORMATS) or "none"
    raise click.ClickException(f"no format {name!r}; there are: {known}")
