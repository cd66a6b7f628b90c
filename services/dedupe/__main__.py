"""Runs dedupe on its own: `python -m services.dedupe`."""

import asyncio

from services.dedupe import app
from services.kit.service import run
from services.kit.settings import Settings


async def serve(settings: Settings) -> None:
    await run(app.build(), settings)


if __name__ == "__main__":
    asyncio.run(serve(Settings()))
