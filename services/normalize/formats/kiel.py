"""Kiel's Ukraine Support Tracker: the rows of its main sheet, military aid to Ukraine.

A row is one item of one activity: a transfer that a donor committed or allocated, with how many
and, where Kiel found it, how many were delivered. `undisclosed` is not `.` (not applicable), and
neither is zero. Every source that the row cites stands in the attribution; the first is its root.
Out of scope: financial and humanitarian aid, training, funding and services.
"""

import re
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from schemas.claims import Transfer
from schemas.refusal import pointer
from schemas.values import Party, Quantity, Source, Speaker, When
from services.normalize.format import (
    Fields,
    Format,
    Identity,
    Interpretation,
    Layout,
    Row,
    Statement,
)
from services.normalize.formats import cells, kiel_codes, kiel_dates
from services.normalize.formats.kiel_figures import NOTHING_KNOWN, amounts, given, number
from services.normalize.reading import parties, weapons

_NO_MEASURE: Final = "Commitment"
"""What the rows of releases without such a column are: they count what was pledged."""

_NEEDED: Final = frozenset({"donor", "aid_type_general"})
PUBLISHER: Final = "Kiel Institute for the World Economy"
_SOURCES: Final = ("source_of_aid_1", "source_of_aid_2", "source_of_aid_3", "source_of_aid_4")


def _headings(row: Row) -> dict[str, str]:
    """Today's heading -> the row's own; a heading that occurs twice keeps its own name."""
    found: dict[str, str] = {}
    for name in row:
        today = kiel_codes.heading(name)
        found[name if today in found or not today else today] = name
    return found


def _todays(row: Row) -> dict[str, object]:
    return {today: row[name] for today, name in _headings(row).items()}


def identify(row: Row) -> Identity:
    """The sub-activity; where an old release has none, the activity and its item."""
    today = _todays(row)
    own = given(today.get("sub_activity_id"))
    if own is None and (activity := given(today.get("activity_id"))):
        item = cells.slug(cells.text(today.get("item")))
        own = f"{activity}/{item}" if item else activity
    return Identity(own)


def interpret(row: Row) -> Interpretation:
    """Signals and ignored fields are told by the row's own headings."""
    own = _headings(row)
    places = {pointer((today,)): pointer((name,)) for today, name in own.items()}
    read = _read(_todays(row))
    return replace(
        read,
        signals=tuple(s.changed(field=places.get(s.field, s.field)) for s in read.signals),
        ignored=tuple(own[name] for name in read.ignored),
    )


def _read(today: Row) -> Interpretation:
    fields = Fields(today, kiel_codes.IGNORES)
    activity, sub_activity = fields.text("activity_id"), fields.text("sub_activity_id")
    why = _out_of_scope(fields)
    stage = _stage(fields)
    donor = _party(fields, "donor")
    item = given(fields.take("item"))
    sub_type = given(fields.take("item_sub_type"))
    announced = _announced(fields)
    ordered = number(fields, "item_numb")
    delivered = number(fields, "item_numb_deliv")
    delivery = _date(fields, "deliv_date")
    values = amounts(fields)
    origin = _origin(fields)
    between = _channel(fields)
    chain, url = _chain(fields)
    prose = given(fields.take("explanation"))
    if why is None and donor is None:
        fields.signal("unresolved_party", "donor", None, "the row names no donor")
    if why is None and item is None:
        fields.signal("unresolved_weapon", "item", None, "the row names no item")
    if why is not None or donor is None or item is None or stage is None:
        return Interpretation((), fields.close(), fields.ignored, out_of_scope=why)
    kind = given(today.get("item_type"))
    weapon = weapons.read(item, sub_type or kind)
    idle = ("item_sub_type",) if sub_type and weapon == weapons.read(item, kind) else ()
    if weapon.family is None and weapon.sipri_category is None:
        fields.signal("unresolved_weapon", "item", item, "no designation that we know")
    if _more(delivered, ordered):
        value = f"{today.get('item_numb_deliv')} of {today.get('item_numb')}"
        fields.signal("contradiction", "item_numb_deliv", value, "more delivered than announced")
    statement = Statement(
        id="transfer",
        body=Transfer(
            supplier=donor,
            recipient=parties.read("Ukraine"),
            intermediary=between,
            weapon=weapon,
            stage=stage,
            ordered_quantity=ordered,
            delivered_quantity=delivered,
            ordered=announced,
            delivered=delivery,
            values=values,
            origin=origin,
            deal=sub_activity or activity or None,
        ),
        attribution=chain,
        source=Source(
            publisher=PUBLISHER,
            title="Ukraine Support Tracker",
            url=url,
            document_id=activity or None,
            language="en",
        ),
        announced=announced,
        summary=prose,
    )
    return Interpretation((statement,), fields.close(), (*fields.ignored, *idle))


def _out_of_scope(fields: Fields) -> str | None:
    general = fields.text("aid_type_general")
    item_type = fields.text("item_type")
    kind = general.lower().removesuffix(" aid").removesuffix(" assistance")
    if kind.split(" ")[0].rstrip(",/;") in kiel_codes.NO_ARMS and "military" not in kind:
        return f"{kind} aid: no arms"
    if kind and "military" not in kind and kind not in kiel_codes.NOT_APPLICABLE:
        fields.signal("unknown_code", "aid_type_general", general, "the type of item decides")
    scope = kiel_codes.ITEM_TYPES.get(item_type.lower())
    if scope == "no arms":
        return f"{item_type.lower()}: no arms"
    if scope is None and given(item_type) is None:
        return "the row names no type of item: no arms that can be told"
    if scope is None:
        fields.signal("unknown_code", "item_type", item_type, "taken as arms")
    return None


def _stage(fields: Fields) -> kiel_codes.Stage | None:
    measure = fields.take("measure", _NO_MEASURE)
    stage = kiel_codes.MEASURES.get(cells.text(measure).lower())
    moved = given(fields.take("reallocation_sub_activity_id"))
    if stage is None:
        shown = cells.text(measure) or None
        fields.signal("unknown_code", "measure", shown, "Commitment or Allocation")
    flag = (given(fields.take("reallocation")) or "").lower()
    if flag not in {"", "0", "no", "false", *kiel_codes.REALLOCATED}:
        fields.signal("unknown_code", "reallocation", flag, "1 or 0, yes or no")
    is_moved = moved is not None or flag in kiel_codes.REALLOCATED
    return "reallocated" if stage is not None and is_moved else stage


def _party(fields: Fields, name: str) -> Party | None:
    written = given(fields.take(name))
    if written is None:
        return None
    plain = kiel_codes.DONORS.get(written.lower(), written)
    party = parties.read(plain)
    if not parties.is_resolved(party):
        fields.signal("unresolved_party", name, written, "no country or organisation that we know")
    return party.changed(raw=written)


def _announced(fields: Fields) -> When | None:
    return _date(fields, "announcement_date")


def _date(fields: Fields, name: str) -> When | None:
    written = given(fields.take(name))
    if written is None or written.lower() in NOTHING_KNOWN:
        return None
    read = kiel_dates.read(written)
    if read is None:
        fields.signal("unread_date", name, written, "such as 12/31/2022 or from … until …")
    return read


def _more(delivered: Quantity | None, ordered: Quantity | None) -> bool:
    if delivered is None or ordered is None or delivered.low is None or ordered.high is None:
        return False
    return delivered.low > ordered.high


def _origin(fields: Fields) -> kiel_codes.Origin | None:
    written = given(fields.take("source_of_weapon"))
    if written is None:
        return None
    origin = kiel_codes.ORIGINS.get(written.lower())
    if origin is None:
        fields.signal("unknown_code", "source_of_weapon", written, "stocks or procurement")
    return origin


def _channel(fields: Fields) -> Party | None:
    written = given(fields.take("channel"))
    if written is None or written.lower() in kiel_codes.DIRECT:
        return None
    name = re.sub(r"^(?:via|through)\s+(?:the\s+)?", "", written, flags=re.I)
    party = parties.read(kiel_codes.DONORS.get(name.lower(), name))
    if not parties.is_resolved(party):
        fields.signal("unresolved_party", "channel", written, "no party that we know")
    return party.changed(raw=written)


def _chain(fields: Fields) -> tuple[tuple[Speaker, ...], str | None]:
    """Who is cited, first to last, and Kiel behind them; the first address is the document's."""
    links: list[Speaker] = []
    url: str | None = None
    for name in (*_SOURCES, "deliv_source"):
        written = given(fields.take(name))
        if written is None:
            continue
        site = _site(written)
        if site is not None and url is None:
            url = written
        what = "source of the delivery" if name == "deliv_source" else "source of the aid"
        capacity = f"{what}: {written}" if site else what
        links.append(Speaker(name=site or written, capacity=capacity, verb="reports"))
    return (*links, Speaker(name=PUBLISHER, verb="cites" if links else "reports")), url


def _site(written: str) -> str | None:
    if not re.match(r"https?://", written, re.I):
        return None
    try:
        host = urlsplit(written).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


FORMAT: Final = Format(
    name="kiel.tracker",
    version=1,
    identify=identify,
    interpret=interpret,
    layout=Layout(
        encodings=("utf-8-sig", "cp1252"),
        sheet=lambda name: "main data" in name.lower(),
        is_header=lambda line: (
            {kiel_codes.heading(str(cell)) for cell in line} >= _NEEDED  # not the summaries' line
        ),
        is_record=lambda row: any(
            kiel_codes.heading(name) == "donor" and cells.text(value) for name, value in row.items()
        ),
    ),
    ignores=kiel_codes.IGNORES,
)
