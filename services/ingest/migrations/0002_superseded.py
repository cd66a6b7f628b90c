"""Older revisions, so that an exact repeat of one is known; filled from the ledger."""

from alembic import op

from services.kit.migrate import run_sql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_sql(op.get_bind(), __file__)
