"""The Postgres server's settings: durable, modest, loopback only."""

from collections.abc import Mapping
from pathlib import Path

HBA = """\
# Passwords only, from this machine only.
host all all 127.0.0.1/32 scram-sha-256
"""


def settings(port: int, hba: Path) -> Mapping[str, str]:
    return {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        "hba_file": str(hba),
        "password_encryption": "scram-sha-256",
        "max_connections": "200",
        "shared_buffers": "256MB",
        "effective_cache_size": "1GB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "random_page_cost": "1.1",
        "jit": "off",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "wal_compression": "on",
        "min_wal_size": "128MB",
        "max_wal_size": "1GB",
        "checkpoint_timeout": "10min",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %u@%d ",
    }


def conf(port: int, hba: Path) -> str:
    """The file postgresql.conf. `ALTER SYSTEM` still has the last word, as usual."""
    lines = (
        f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n"
        for name, value in settings(port, hba).items()
    )
    return "# Written anew by `attache stack up`.\n" + "".join(lines)
