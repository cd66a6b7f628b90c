"""/health/live, /health/ready and /metrics of a service, on its own port."""

import asyncio
import logging
import socket
from contextlib import suppress
from typing import Any

import uvicorn

from services.kit.metrics import Metrics
from services.kit.settings import Settings

log = logging.getLogger(__name__)


class Health:
    """Live: the process turns. Ready: a session is up, and nothing has been stuck for too long."""

    def __init__(self, name: str, metrics: Metrics, settings: Settings) -> None:
        self._name = name
        self._metrics = metrics
        self._settings = settings
        self._why: str | None = "starting"
        self._server: uvicorn.Server | None = None
        self._task: asyncio.Task[None] | None = None
        self.port = 0

    def ready(self) -> None:
        self._why = None

    def not_ready(self, why: str) -> None:
        self._why = why

    def verdict(self) -> str | None:
        """Why this service is not ready; None when it is."""
        if self._why is not None:
            return self._why
        age = self._metrics.progress_age()
        if age > self._settings.stuck_after_seconds:
            return f"stuck: records wait, and nothing has moved for {age:.0f} s"
        return None

    async def start(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self._settings.health_host, self._settings.health_port))
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            interface="asgi3",  # it cannot tell from a bound method
            log_level="warning",
            lifespan="off",
            access_log=False,
        )
        self._server = uvicorn.Server(config)
        self._server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        self._server.capture_signals = _no_signals  # type: ignore[method-assign, assignment]
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]))
        log.info("%s: health and metrics on port %d", self._name, self.port)

    async def stop(self) -> None:
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            with suppress(TimeoutError):
                await asyncio.wait_for(self._task, timeout=3)

    async def _app(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope.get("path", "")
        status, kind, body = self._answer(path)
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(b"content-type", kind)],
            }
        )
        await send({"type": "http.response.body", "body": body})

    def _answer(self, path: str) -> tuple[int, bytes, bytes]:
        match path:
            case "/health/live":
                return 200, b"text/plain", b"live\n"
            case "/health/ready":
                why = self.verdict()
                return (503, b"text/plain", f"{why}\n".encode()) if why else (
                    200, b"text/plain", b"ready\n"
                )  # fmt: skip
            case "/metrics":
                return 200, b"text/plain; version=0.0.4", self._metrics.render()
            case _:
                return 404, b"text/plain", b"/health/live /health/ready /metrics\n"


class _no_signals:  # noqa: N801 - stands in for a context manager function
    """The service owns the signals; uvicorn must not take them."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...
