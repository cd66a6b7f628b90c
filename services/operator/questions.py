"""What is asked of a read model, as SQL: by party, time, status and id, now or as of then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import click
from psycopg.sql import SQL, Composable, Composed, Identifier

_ABOUT: Final = """
exists (
    select from jsonb_path_query(body, '$.**.name') as told where told #>> '{{}}' ilike %(part)s
    union all
    select from jsonb_path_query(body, '$.**.person') as told where told #>> '{{}}' ilike %(part)s
    union all
    select from jsonb_path_query(body, '$.**.id') as told
    where lower(told #>> '{{}}') = lower(%(party)s)
)
"""
"""Whether a claim's body names the party, wherever it stands in it."""


class Model(NamedTuple):
    """A read model as it is asked for."""

    table: str
    status: str
    parties: tuple[str, ...]  # columns with a party's code or name
    lists: tuple[str, ...] = ()  # columns with many of them
    order: str = "earliest nulls last, latest, occurrence_id"


MODELS: Final[Mapping[str, Model]] = {
    "deployments": Model(
        "troop_deployments",
        "status",
        tuple(
            name + suffix
            for name in ("deploying", "host", "in_support_of", "against")
            for suffix in ("", "_name")
        ),
    ),
    "transfers": Model(
        "weapons_transfers",
        "status",
        tuple(
            name + suffix
            for name in ("supplier", "recipient", "intermediary", "financed_by")
            for suffix in ("", "_name")
        ),
    ),
    "meetings": Model("diplomatic_meetings", "status", (), ("parties", "participant_names")),
    "claims": Model(
        "claims",
        "stance",
        ("speaker", "root"),
        order="earliest nulls last, occurrence_id, claim_id",
    ),
    "reports": Model("reports", "state", ("partner",), order="partner, record_id, revision, id"),
}


@dataclass(frozen=True, slots=True)
class Question:
    model: str
    party: str | None = None
    since: date | None = None
    until: date | None = None
    status: str | None = None
    as_of: datetime | None = None
    identity: str | None = None

    @property
    def filters(self) -> bool:
        return any((self.party, self.since, self.until, self.status, self.identity))


def asked(
    question: Question, limit: int | None, *, count: bool = False
) -> tuple[Composed, dict[str, Any]]:
    """The statement and its parameters."""
    model = MODELS[question.model]
    values: dict[str, Any] = {"as_of": question.as_of, "limit": limit}
    source: Composable = Identifier("read", model.table)
    if question.as_of is not None:
        source = SQL("{}(%(as_of)s)").format(Identifier("read", f"{model.table}_as_of"))
    conditions = _conditions(question, model, values)
    where = SQL(" where ") + SQL(" and ").join(conditions) if conditions else SQL("")
    if count:
        return SQL("select count(*) from {}").format(source) + where, values
    statement = SQL("select * from {}").format(source) + where
    statement += SQL(f" order by {model.order}")
    if limit is not None:
        statement += SQL(" limit %(limit)s")
    return statement, values


def _conditions(question: Question, model: Model, values: dict[str, Any]) -> list[Composable]:
    found: list[Composable] = []
    if question.party:
        values |= {"party": question.party, "part": f"%{_literal(question.party)}%"}
        found.append(_party(model))
    if question.since:
        values["since"] = question.since
        found.append(SQL("coalesce(latest, earliest) >= %(since)s"))
    if question.until:
        values["until"] = question.until
        found.append(SQL("coalesce(earliest, latest) <= %(until)s"))
    if question.status:
        values["status"] = question.status.strip().lower().replace(" ", "_")
        found.append(SQL("{} = %(status)s").format(Identifier(model.status)))
    if question.identity:
        found.append(_identity(question, values))
    return found


def _party(model: Model) -> Composable:
    """A code as a whole, or a part of a name; case does not matter."""
    alike: list[Composable] = [
        SQL("{0} ilike %(part)s" if name.endswith("_name") or name in _NAMES else
            "lower({0}) = lower(%(party)s)").format(Identifier(name))
        for name in model.parties
    ]  # fmt: skip
    if model.table == "claims":
        alike.append(SQL(_ABOUT).format())
    alike += [
        SQL(
            "exists (select from unnest({}) as one where "
            + ("one ilike %(part)s)" if name in _NAMES else "lower(one) = lower(%(party)s))")
        ).format(Identifier(name))
        for name in model.lists
    ]
    return SQL("(") + SQL(" or ").join(alike) + SQL(")")


_NAMES: Final = frozenset({"speaker", "participant_names"})


def _literal(text: str) -> str:
    """Without the wildcards of `ilike`."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _identity(question: Question, values: dict[str, Any]) -> Composable:
    values["id"] = given = question.identity
    try:
        values["id"] = UUID(given)
    except ValueError as error:
        if question.model in ("claims", "reports"):
            return SQL("record_id = %(id)s")
        raise click.UsageError(f"{given!r} is not the id of an occurrence or a claim") from error
    match question.model:
        case "reports":
            return SQL("%(id)s in (id, report_id)")
        case "claims":
            return SQL("%(id)s in (claim_id, occurrence_id, report_id)")
        case _ if question.as_of is not None:
            return SQL("(occurrence_id = %(id)s or %(id)s = any(claim_ids))")
        case _:
            return SQL("occurrence_id = coalesce(read.resolve(%(id)s), %(id)s)")
