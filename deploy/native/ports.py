"""Ports on 127.0.0.1: is one free, and which is the next."""

import socket

from deploy.native.errors import StackError

LOOPBACK = "127.0.0.1"
SPAN = 100


def is_free(port: int) -> bool:
    """Could a server listen here now? Connections that are still dying do not count."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_port(preferred: int) -> int:
    """The preferred port, or the nearest free one above it."""
    for port in range(preferred, preferred + SPAN):
        if is_free(port):
            return port
    raise StackError(
        f"no free port between {preferred} and {preferred + SPAN - 1}: stop what listens there"
    )


def answers(port: int) -> bool:
    """Does anything accept connections here?"""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False
