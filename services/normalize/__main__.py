"""Runs normalize on its own: `python -m services.normalize`."""

import asyncio

from services.kit.declared import partners
from services.kit.service import run
from services.kit.settings import Settings
from services.normalize import app
from services.normalize.formats import FORMATS
from services.normalize.reading import warm


async def serve(settings: Settings) -> None:
    declared = partners(settings.partners, {fmt.name for fmt in FORMATS})
    warm.tables()
    await run(app.build(declared), settings)


if __name__ == "__main__":
    asyncio.run(serve(Settings()))
