"""Runs projection on its own: `python -m services.projection`."""

import asyncio

from services.projection import app
from services.kit.service import run
from services.kit.settings import Settings


async def serve(settings: Settings) -> None:
    await run(app.build(settings), settings)


if __name__ == "__main__":
    asyncio.run(serve(Settings()))
