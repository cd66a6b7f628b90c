"""How a read model's rows are shown: which columns, in what words. Pure: rows in, cells out."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from services.operator.wording import clean, quantity, when, words

Row = Mapping[str, Any]


class Shown(NamedTuple):
    """One column: its heading, and the text of a row's cell."""

    heading: str
    cell: Callable[[Row], str]
    ratio: int = 1  # share of the width where lines must wrap
    number: bool = False


def triple(row: Row, name: str) -> str:
    return quantity(
        row.get(f"{name}_low"),
        row.get(f"{name}_best"),
        row.get(f"{name}_high"),
        row.get(f"{name}_qualifier"),
    )


def listed(values: Iterable[Any] | None) -> str:
    return "; ".join(str(value) for value in values or ())


def decoded(value: Any) -> Any:
    """JSON columns come as objects from psycopg, as text from elsewhere."""
    return json.loads(value) if isinstance(value, str) else value


def named(row: Row, name: str) -> str:
    return str(row.get(f"{name}_name") or row.get(name) or "")


def _occurred(row: Row) -> str:
    return when(row.get("occurred_edtf")) or (str(row["earliest"]) if row.get("earliest") else "")


def _deployed_when(row: Row) -> str:
    if row.get("as_of"):
        return f"as of {when(str(row['as_of']))}"
    return _occurred(row)


def _deployed_where(row: Row) -> str:
    host = named(row, "host") or str(row.get("theatre") or "")
    place = row.get("place_name")
    if not place or place == host:
        return host
    return f"{host} ({place})" if host else str(place)


def _force(row: Row) -> str:
    parts = [words(row.get("action"))]
    if row.get("mode") not in (None, "troops"):
        parts.append(words(row["mode"]))
    if row.get("unit"):
        parts.append(str(row["unit"]))
    if row.get("against_name") or row.get("against"):
        parts.append(f"against {named(row, 'against')}")
    if row.get("in_support_of_name") or row.get("in_support_of"):
        parts.append(f"for {named(row, 'in_support_of')}")
    return ", ".join(part for part in parts if part)


_BASES: Final = {"increment": "more", "cumulative_total": "in all", "stock": "stationed"}


def _personnel(row: Row) -> str:
    text = triple(row, "personnel")
    basis = row.get("personnel_basis")
    if text and row.get("personnel_best", row.get("personnel_low")) is not None:
        note = _BASES.get(str(basis))
        return f"{text} {note}" if note else text
    return text


def _losses(row: Row) -> str:
    return ", ".join(
        f"{text} {words(name)}"
        for name in ("killed", "wounded", "killed_or_wounded", "captured")
        if (text := triple(row, name))
    )


def _weapon(row: Row) -> str:
    text = str(row.get("designation") or row.get("weapon") or "")
    if row.get("condition") not in (None, "new"):
        text += f" ({row['condition']})"
    return text


def _how_many(row: Row) -> str:
    """Ordered and delivered; one of them alone when the other is not spoken of."""
    ordered, delivered = triple(row, "ordered"), triple(row, "delivered")
    if ordered == delivered or not delivered:
        return ordered
    if not ordered or ordered == "unknown":
        return delivered
    return f"{ordered} ordered, {delivered} delivered"


def _via(row: Row) -> str:
    channel = named(row, "intermediary")
    return f"{named(row, 'recipient')} via {channel}" if channel else named(row, "recipient")


def _participants(row: Row) -> str:
    names = listed(row.get("participant_names"))
    return names if row.get("participants_complete", True) or not names else f"{names}; and others"


def _gathering(row: Row) -> str:
    visit = f"{row['visit_class']} visit" if row.get("visit_class") else words(row.get("format"))
    parts = [row.get("event_name"), visit]
    if row.get("state") not in (None, "held"):
        parts.append(words(row["state"]))
    return ", ".join(str(part) for part in parts if part)


def _outcomes(row: Row) -> str:
    told = []
    for outcome in decoded(row.get("outcomes")) or ():
        if outcome["kind"] == "none":
            told.append("no outcome")
            continue
        kind, title = words(outcome["kind"]), outcome.get("title")
        text = f"{kind}: {title}" if title else kind
        stances = dict.fromkeys(
            f"{stance['party_name']} {words(stance['stance'])}"
            for stance in outcome["stances"]
            if stance.get("stands", True)  # not what a party has taken back since
        )
        told.append(f"{text} ({', '.join(stances)})" if stances else text)
    return "; ".join(told)


def _against(row: Row) -> str:
    denied, disputed = listed(row.get("denied_by")), listed(row.get("disputed_by"))
    return "; ".join(part for part in (denied, f"{disputed} (in part)" if disputed else "") if part)


def _status(row: Row) -> str:
    modality = row.get("modality")
    aside = f" ({modality})" if modality not in (None, "asserted") else ""
    return words(row.get("status")) + aside


SAID: Final = (
    Shown("status", _status, 2),
    Shown("who says", lambda row: listed(row.get("says")), 4),
    Shown("who denies", _against, 2),
    Shown("sources", lambda row: str(row.get("independent_sources", "")), number=True),
)
COLUMNS: Final[Mapping[str, tuple[Shown, ...]]] = {
    "deployments": (
        Shown("when", _deployed_when, 2),
        Shown("who", lambda row: named(row, "deploying"), 2),
        Shown("where", _deployed_where, 3),
        Shown("what", _force, 3),
        Shown("how many", _personnel, 2, number=True),
        Shown("losses", _losses, 2),
        *SAID,
    ),
    "transfers": (
        Shown("when", _occurred, 2),
        Shown("from", lambda row: named(row, "supplier"), 2),
        Shown("to", _via, 2),
        Shown("weapon", _weapon, 4),
        Shown("stage", lambda row: words(row.get("stage")), 2),
        Shown("how many", _how_many, 2, number=True),
        *SAID,
    ),
    "meetings": (
        Shown("when", _occurred, 2),
        Shown("who", _participants, 5),
        Shown("where", lambda row: str(row.get("place_name") or row.get("place_country") or ""), 2),
        Shown("what", _gathering, 3),
        Shown("outcome", _outcomes, 3),
        *SAID,
    ),
    "claims": (
        Shown("when", _occurred, 2),
        Shown("kind", lambda row: str(row.get("kind") or ""), 2),
        Shown("who says", lambda row: str(row.get("speaker") or ""), 3),
        Shown("stance", lambda row: words(row.get("stance")), 2),
        Shown("how many", lambda row: triple(row, "quantity"), 2, number=True),
        Shown("where", lambda row: str(row.get("place_name") or ""), 2),
        Shown("summary", lambda row: str(row.get("summary") or ""), 6),
        Shown("record", lambda row: f"{row.get('partner')} {row.get('record_id')}", 3),
        Shown("occurrence", lambda row: str(row.get("occurrence_id") or "")[:8]),
    ),
    "reports": (
        Shown("partner", lambda row: str(row.get("partner") or ""), 2),
        Shown("record", lambda row: str(row.get("record_id") or "(no id)"), 3),
        Shown("revision", lambda row: str(row.get("revision") or ""), number=True),
        Shown("state", lambda row: words(row.get("state")), 2),
        Shown("claims", lambda row: str(row.get("claims") or ""), number=True),
        Shown("signals", lambda row: str(row.get("n_signals") or ""), number=True),
        Shown("why", lambda row: _why(row), 6),
    ),
}


def _why(row: Row) -> str:
    if row.get("code"):
        at = f" at {row['field']}" if row.get("field") else ""
        return f"{row['code']}{at}: {row.get('message') or ''}"
    return str(row.get("reason") or "")


def cells(model: str, row: Row) -> list[str]:
    return [clean(column.cell(row)) for column in COLUMNS[model]]
