"""Runs ingest on its own: `python -m services.ingest`.

The one place where ingest meets the formats: how a record of each names its report.
"""

import asyncio

from services.ingest import app
from services.ingest.partner import PartnerDoor
from services.kit.declared import partners
from services.kit.service import run
from services.kit.settings import Settings
from services.normalize.formats import FORMATS


async def serve(settings: Settings) -> None:
    identify = {fmt.name: fmt.identify for fmt in FORMATS}
    doors = {
        partner.name: PartnerDoor(partner.format, identify[partner.format])
        for partner in partners(settings.partners, identify)
    }
    await run(app.build(doors), settings)


if __name__ == "__main__":
    asyncio.run(serve(Settings()))
