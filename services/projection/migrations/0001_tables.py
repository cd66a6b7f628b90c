"""The kit's tables, and the register of generations."""

from alembic import op

from services.kit.migrate import run_sql

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_sql(op.get_bind(), __file__, kit=True)
