"""US forces abroad: the rows of the troopdata package, from the Pentagon's quarterly reports.

A row is one place on one report date, and says how many were there: a stock, no movement.

What counts as the statement: the report's own total of active duty (`Total Active Duty` since
2008, `Total` before), else the package's harmonised `troops_ad`, else `Total Ashore`. Since 2008
the reserve stationed there is a claim of its own. The services are taken from the report's own
columns; a harmonised one that is no sum of them is a `contradiction`. `NA` is "not in that
report", and never zero, nor is the sum of columns that a report does not have (`navy_ad` of every
row since 2008); a zero with "see …", "not available" or without any part beside it is unknown.
Ships' crews that the report lists beside a total (in parentheses), not in it, stay out of it.
Areas that are no one's (the sea, Antarctica, Indochina) are theatres without a host.

Ignored: civilians, the package's regions. Out of scope: the United States, its territories; rows
of the package's quarterly table that no report has, filled with zeros or interpolated.
"""

from collections.abc import Mapping
from typing import Final

from schemas.claims import Deployment
from schemas.refusal import Refused
from schemas.values import Party, When, Where
from services.normalize.format import (
    Fields,
    Format,
    Identity,
    Interpretation,
    Layout,
    Row,
    Statement,
)
from services.normalize.formats import cells, us_forces_counts, us_forces_places, us_forces_sources
from services.normalize.formats.us_forces_columns import IGNORES
from services.normalize.formats.us_forces_counts import MISSING
from services.normalize.formats.us_forces_places import Place
from services.normalize.reading import dates, parties

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
TWICE: Final[Mapping[str, str]] = {"552/zimbabwe/2013-09": "army_ad"}
"""Places that one report lists twice, and the column that tells the rows apart."""


def identify(row: Row) -> Identity:
    """The place as that report spells it, and the month; the year where the table has no months."""
    location = _given(row, "Location") or _given(row, "countryname")
    if not location:
        raise Refused("missing_field", "/Location", "name the place the row is about")
    year, month = _month(row)
    code = cells.slug(cells.text(row.get("ccode"))) or "none"
    own = f"{code}/{cells.slug(location) or location}/{_date(year, month)}"
    if (column := TWICE.get(own)) is not None:
        own = f"{own}/{cells.slug(column)}-{cells.slug(cells.text(row.get(column)))}"
    return Identity(own)


def _given(row: Row, name: str) -> str:
    written = cells.text(row.get(name))
    return "" if written.lower() in MISSING else written


def _month(row: Row) -> tuple[int, int | None]:
    """Year and month. The package's yearly table has no months at all."""
    year = cells.whole(cells.text(row.get("year")))
    if year is None or not 1775 <= year <= 2200:
        raise Refused("invalid_value", "/year", "the year of the report in four digits")
    if "month" not in row and "quarter" not in row:
        return year, None
    written = cells.text(row.get("month")).lower()
    number = cells.whole(written)
    if number is None:
        named = [n for n, name in enumerate(MONTHS, 1) if name[:3] == written[:3]]
        number = named[0] if named and MONTHS[named[0] - 1].startswith(written) else None
    if number is None or not 1 <= number <= 12:
        raise Refused("invalid_value", "/month", "the month of the report, such as September")
    return year, number


def _date(year: int, month: int | None) -> str:
    return f"{year:04}" if month is None else f"{year:04}-{month:02}"


def interpret(row: Row) -> Interpretation:
    identify(row)
    fields = Fields(row, IGNORES)
    year, month = _month(row)
    _check_dates(fields, year, month)
    fields.take("ccode")  # a part of the record's id
    location, country = (_given(row, name) for name in ("Location", "countryname"))
    fields.take("Location")
    fields.take("countryname")
    spelled = us_forces_places.spelling(location or country)
    place = us_forces_places.known(spelled.text)
    numbers = us_forces_counts.numbers_of(fields)
    origin = us_forces_sources.read(
        fields.text("source") if "source" in row else None, _date(year, month), numbers
    )
    why = origin.no_report
    if place is not None and place.kind == "home":
        why = f"{place.name} is the United States' own soil: no deployment abroad"
    if why is not None:
        fields.take("iso3c")
        return Interpretation((), fields.close(), fields.ignored, out_of_scope=why)
    host, where, theatre = _whereabouts(fields, location or country, spelled.text, place)
    _check_filing(fields, host, country)
    stocks, apart = us_forces_counts.stocks(fields, numbers, spelled.elsewhere)
    statements = tuple(
        Statement(
            id=stock.claim_id,
            body=Deployment(
                deploying=parties.read("United States"),
                host=host,
                theatre=theatre,
                scope=stock.scope,
                action="stationed",
                personnel=us_forces_counts.quantity(stock, is_estimate=origin.is_estimate),
                components=tuple((n, us_forces_counts.exact(v)) for n, v in stock.parts),
                place=where,
                as_of=_as_of(year, month),
            ),
            attribution=origin.attribution,
            source=origin.source,
        )
        for stock in stocks
    )
    return Interpretation(statements, fields.close(), (*fields.ignored, *apart))


def _as_of(year: int, month: int | None) -> When:
    return dates.year(year) if month is None else dates.month(year, month)


def _check_dates(fields: Fields, year: int, month: int | None) -> None:
    fields.take("year")
    fields.take("month")
    quarter = fields.text("quarter")
    if quarter and month is not None and cells.whole(quarter) != (month + 2) // 3:
        fields.signal("contradiction", "quarter", quarter, f"{year}-{month:02} is of another one")


def _whereabouts(
    fields: Fields, location: str, text: str, place: Place | None
) -> tuple[Party | None, Where, str | None]:
    """Host, place and theatre. A part of a host is a theatre of its own, as is an area without
    one; a name that nobody knows, or that says "nowhere in particular", is a signal."""
    if place is not None and place.kind in ("area", "nowhere"):
        if place.kind == "nowhere":
            message = "the report does not say where"
            fields.signal("unresolved_place", "Location", location, message)
        where = Where(
            raw=location,
            name=place.name,
            country=us_forces_places.COUNTRY_OF_AREA.get(place.name),
            precision=place.precision,
            disputed=place.name in us_forces_places.DISPUTED,
            rule="us-forces/table",
        )
        return None, where, place.name
    tried = (place.party,) if place else (text, us_forces_places.without_bracket(text))
    for name in tried:
        host = parties.read(name)
        if parties.is_resolved(host):
            where = Where(
                raw=location,
                name=place.name if place else host.name,
                country=host.country,
                precision=place.precision if place else 6,
                rule="us-forces/table" if place else "us-forces/party",
            )
            apart = place.name if place and place.kind == "part" else None
            return host.changed(raw=location), where, apart
    fields.signal("unresolved_place", "Location", location, "no place that we know")
    name = place.name if place else location
    return None, Where(raw=location, name=name, precision=5, rule="unresolved"), name


def _check_filing(fields: Fields, host: Party | None, country: str) -> None:
    """The package files colonies and former states under today's country, by name and by code."""
    code = fields.text("iso3c")
    given = code.lower() not in MISSING
    coded = parties.from_code(code, "iso3") if given else None
    if given and coded is None:
        fields.signal("unknown_code", "iso3c", code, "no country of ISO 3166-1")
    named = _party_of(country) if country else None
    if country and named is None and us_forces_places.known(country.lower()) is None:
        fields.signal("unresolved_place", "countryname", country, "no country that we know")
    if named is not None and coded is not None and not _same(named, coded):
        value = f"{code}, but countryname is {country}"
        fields.signal("contradiction", "iso3c", value, "one of them is not the country")
    filed = named or coded
    if host is not None and filed is not None and not _same(host, filed):
        message = f"the report's own words say {host.name}: these are taken"
        fields.signal("contradiction", "countryname", country or code, message)


def _same(one: Party, other: Party) -> bool:
    """One and the same, or a state of the past and the one that it is filed under today."""
    return one.id == other.id or (
        other.id in us_forces_places.FILED_UNDER.get(one.id, ())
        or one.id in us_forces_places.FILED_UNDER.get(other.id, ())
    )


def _party_of(country: str) -> Party | None:
    text = us_forces_places.spelling(country).text
    place = us_forces_places.known(text)
    read = parties.read(place.party if place and place.party else country)
    return read if parties.is_resolved(read) else None


FORMAT: Final = Format(
    name="us.forces",
    version=1,
    identify=identify,
    interpret=interpret,
    layout=Layout(
        encodings=("utf-8-sig", "latin-1"),
        is_record=lambda row: bool(_given(row, "Location") or _given(row, "countryname")),
    ),
    ignores=IGNORES,
)
