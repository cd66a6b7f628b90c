"""A service's processor as the service itself runs it, for whoever must stand in for it."""

import click

from services.kit.processor import Processor
from services.kit.settings import Settings
from services.operator.declared import partners


def built(name: str, settings: Settings) -> Processor:
    """By the name under which its positions are kept."""
    service, _, generation = name.partition(".g")
    match service:
        case "ingest":
            from services.ingest import app as ingest
            from services.ingest.partner import PartnerDoor
            from services.normalize.formats import FORMATS

            identify = {form.name: form.identify for form in FORMATS}
            return ingest.build(
                {
                    partner.name: PartnerDoor(partner.format, identify[partner.format])
                    for partner in partners(settings)
                }
            )
        case "dedupe":
            from services.dedupe import app as dedupe

            return dedupe.build()
        case "projection" if generation.isdigit():
            from services.projection import app as projection

            return projection.build(int(generation))
        case _:
            raise click.ClickException(f"no service has a processor {name!r}")
