"""What dedupe knows, in Postgres: the only folder in dedupe with SQL."""

from services.dedupe.store.folding import fold

__all__ = ["fold"]
