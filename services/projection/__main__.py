"""Runs projection on its own: `python -m services.projection`."""

import asyncio

from services.kit.settings import Settings
from services.projection.app import serve

__all__ = ["serve"]

if __name__ == "__main__":
    asyncio.run(serve(Settings()))
