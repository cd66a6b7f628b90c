"""What the environment decides, read once, at the edge. Nothing else reads `os.environ`."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

STACK_ENV = Path(".local") / "stack.env"


class Settings(BaseSettings):
    """`ATTACHE_…` variables; those of `.local/stack.env` where the environment has none."""

    model_config = SettingsConfigDict(
        frozen=True, env_prefix="ATTACHE_", env_file=STACK_ENV, extra="ignore"
    )

    kafka: str = "127.0.0.1:9092"
    kafka_security: Literal["PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    kafka_ca: Path | None = None
    topic_prefix: str = ""  # lets several ledgers live on one broker
    database_url: str | None = None  # the owner's: migrations, and nothing else
    ingest_url: str | None = None
    dedupe_url: str | None = None
    projection_url: str | None = None
    operator_url: str | None = None
    reader_url: str | None = None
    ingest_kafka_user: str | None = None
    ingest_kafka_password: str | None = None
    normalize_kafka_user: str | None = None
    normalize_kafka_password: str | None = None
    dedupe_kafka_user: str | None = None
    dedupe_kafka_password: str | None = None
    projection_kafka_user: str | None = None
    projection_kafka_password: str | None = None
    operator_kafka_user: str | None = None
    operator_kafka_password: str | None = None
    partners: Path = Path("deploy") / "partners.yaml"
    health_host: str = "127.0.0.1"
    health_port: int = 0  # 0: any free one, told in the log
    batch_records: int = Field(default=1000, ge=1, le=10_000)
    batch_wait_ms: int = Field(default=20, ge=1)
    backoff_seconds: float = Field(default=0.5, gt=0)
    stuck_after_seconds: float = Field(default=60, gt=0)
    session_timeout_ms: int = 10_000
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    def database_of(self, service: str) -> str:
        """The service's own URL, or the owner's where a deployment has but one role."""
        url = getattr(self, f"{service}_url", None) or self.database_url
        if not url:
            raise LookupError(
                f"no database: set ATTACHE_{service.upper()}_URL, or run `attache stack up`"
            )
        return str(url)
