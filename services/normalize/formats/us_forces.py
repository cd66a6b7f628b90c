"""US forces abroad: the rows of the troopdata package, from the Pentagon's quarterly reports.

A row is one place on one report date, and says how many were there: a stock, no movement.

What counts as the statement: the report's own total of active duty (`Total Active Duty` since
2008, `Total` before), else the package's harmonised `troops_ad`, else `Total Ashore`. Since 2008
the reserve stationed there is a claim of its own. The services are taken from the report's own
columns; the harmonised ones are compared and a difference is a `contradiction`, because the
package has zeros there (`navy_ad`) where the report has numbers. `NA` is "not in that report", and
never zero; a zero with "see …", "not available" or without any part beside it is a placeholder, so
the number is unknown. Ships' crews that the report lists beside a total, not in it, stay out of it.

Ignored: civilians, the package's regions. Out of scope: the United States, its territories.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schemas.claims import Deployment
from schemas.refusal import Refused
from schemas.values import Party, Quantity, Source, Speaker, Where
from services.normalize.format import (
    Fields,
    Format,
    Identity,
    Interpretation,
    Layout,
    Row,
    Statement,
)
from services.normalize.formats import cells, us_forces_places
from services.normalize.formats.us_forces_columns import (
    ACTIVE_SINCE_2008,
    ADDED_UP,
    ASHORE_AND_AFLOAT,
    ASHORE_ONLY,
    BY_SERVICE,
    HARMONISED,
    IGNORES,
    NUMBERS,
    OWN_OF_HARMONISED,
    RESERVE_SINCE_2008,
    Accounting,
)
from services.normalize.formats.us_forces_places import Place
from services.normalize.reading import dates, parties

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MISSING: Final = frozenset({"", "na", "n/a", "nan", "null", "none"})
TWICE: Final[Mapping[str, str]] = {"552/zimbabwe/2013-09": "army_ad"}
"""Places that one report lists twice, and the column that tells the rows apart."""


def identify(row: Row) -> Identity:
    """The place as that report spells it, and the month."""
    location = _given(row, "Location") or _given(row, "countryname")
    if not location:
        raise Refused("missing_field", "/Location", "name the place the row is about")
    year, month = _month(row)
    code = cells.slug(cells.text(row.get("ccode"))) or "none"
    own = f"{code}/{cells.slug(location) or location}/{year:04}-{month:02}"
    if (column := TWICE.get(own)) is not None:
        own = f"{own}/{cells.slug(column)}-{cells.slug(cells.text(row.get(column)))}"
    return Identity(own)


def _given(row: Row, name: str) -> str:
    written = cells.text(row.get(name))
    return "" if written.lower() in MISSING else written


def _month(row: Row) -> tuple[int, int]:
    year = cells.whole(cells.text(row.get("year")))
    if year is None or not 1775 <= year <= 2200:
        raise Refused("invalid_value", "/year", "the year of the report in four digits")
    written = cells.text(row.get("month")).lower()
    number = cells.whole(written)
    if number is None:
        named = [n for n, name in enumerate(MONTHS, 1) if name[:3] == written[:3]]
        number = named[0] if named and MONTHS[named[0] - 1].startswith(written) else None
    if number is None or not 1 <= number <= 12:
        raise Refused("invalid_value", "/month", "the month of the report, such as September")
    return year, number


@dataclass(frozen=True, slots=True)
class Stock:
    """A total with its parts, as one accounting gives it. `total` None: a placeholder, unknown."""

    claim_id: str
    scope: str
    column: str
    total: int | None
    parts: tuple[tuple[str, int], ...]


def interpret(row: Row) -> Interpretation:
    identify(row)
    fields = Fields(row, IGNORES)
    year, month = _month(row)
    as_of = dates.month(year, month)
    _check_dates(fields, year, month)
    fields.take("ccode")  # a part of the record's id
    location, country = (_given(row, name) for name in ("Location", "countryname"))
    fields.take("Location")
    fields.take("countryname")
    spelled = us_forces_places.spelling(location or country)
    place = us_forces_places.known(spelled.text)
    numbers = _numbers(fields)
    if place is not None and place.kind == "home":
        fields.take("iso3c")
        fields.take("source")
        why = f"{place.name} is the United States' own soil: no deployment abroad"
        return Interpretation((), fields.close(), fields.ignored, out_of_scope=why)
    host, where, theatre = _whereabouts(fields, location or country, spelled.text, place)
    _check_filing(fields, host, country)
    speaker, source = _source(fields.text("source"), year, month)
    stocks, apart = _stocks(fields, numbers, spelled.elsewhere)
    statements = tuple(
        Statement(
            id=stock.claim_id,
            body=Deployment(
                deploying=parties.read("United States"),
                host=host,
                theatre=theatre,
                scope=stock.scope,
                action="stationed",
                personnel=_quantity(stock),
                components=tuple((n, _exact(v)) for n, v in stock.parts),
                place=where,
                as_of=as_of,
            ),
            attribution=(speaker,),
            source=source,
        )
        for stock in stocks
    )
    return Interpretation(statements, fields.close(), (*fields.ignored, *apart))


def _check_dates(fields: Fields, year: int, month: int) -> None:
    fields.take("year")
    fields.take("month")
    quarter = fields.text("quarter")
    if quarter and cells.whole(quarter) != (month + 2) // 3:
        fields.signal("contradiction", "quarter", quarter, f"{year}-{month:02} is of another one")


def _source(title: str, year: int, month: int) -> tuple[Speaker, Source]:
    publisher = "Defense Manpower Data Center"
    speaker = Speaker(
        name=publisher,
        party=parties.read("United States"),
        capacity="US Department of Defense",
        verb="reports",
    )
    source = Source(
        publisher=publisher,
        title=f"Military personnel by location, {title or f'{year}-{month:02}'}",
        document_id=f"{year}-{month:02}",
        language="en",
        is_official=True,
    )
    return speaker, source


def _whereabouts(
    fields: Fields, location: str, text: str, place: Place | None
) -> tuple[Party | None, Where, str | None]:
    """Host, place and theatre. A part of a host is a theatre of its own, as is an area without
    one; a name that nobody knows is a signal."""
    if place is not None and place.kind == "area":
        message = "an area or a sum, no host country"
        fields.signal("unresolved_place", "Location", location, message)
        where = Where(
            raw=location, name=place.name, precision=place.precision, rule="us-forces/table"
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
            return host.model_copy(update={"raw": location}), where, apart
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
    if named is not None and coded is not None and named.id != coded.id:
        value = f"{code}, but countryname is {country}"
        fields.signal("contradiction", "iso3c", value, "one of them is not the country")
    filed = named or coded
    if host is not None and filed is not None and filed.id != host.id:
        message = f"the report's own words say {host.name}: these are taken"
        fields.signal("contradiction", "countryname", country or code, message)


def _party_of(country: str) -> Party | None:
    text = us_forces_places.spelling(country).text
    place = us_forces_places.known(text)
    read = parties.read(place.party if place and place.party else country)
    return read if parties.is_resolved(read) else None


def _numbers(fields: Fields) -> dict[str, int]:
    """Every number column that the report has; `NA` and empty cells are absent."""
    found: dict[str, int] = {}
    for column in NUMBERS:
        written = fields.text(column)
        if written.lower() in MISSING:
            continue
        number = cells.whole(written)
        if number is None or number < 0:
            fields.signal("unread_quantity", column, written, "a count is a whole number from zero")
        else:
            found[column] = number
    return found


def _stocks(
    fields: Fields, numbers: Mapping[str, int], elsewhere: bool
) -> tuple[tuple[Stock, ...], tuple[str, ...]]:
    """The stocks that the row states, and the columns that stand beside them."""
    _compare(fields, numbers)
    accounting = _accounting(numbers)
    if accounting is None:
        fields.signal("unread_quantity", "troops_ad", None, "no total in this row")
        return (), ()
    scope = "active duty, ashore" if accounting is ASHORE_ONLY else "active duty"
    active, apart = _stock(fields, numbers, accounting, "active-duty", scope, elsewhere)
    found = [active]
    if RESERVE_SINCE_2008.total in numbers:
        reserve, _ = _stock(
            fields, numbers, RESERVE_SINCE_2008, "selected-reserve", "selected reserve", False
        )
        found.append(reserve)
    return tuple(found), apart


def _accounting(numbers: Mapping[str, int]) -> Accounting | None:
    if ACTIVE_SINCE_2008.total in numbers:
        return ACTIVE_SINCE_2008
    if BY_SERVICE.total in numbers:
        afloat = any(c in numbers for c, _ in ASHORE_AND_AFLOAT.parts if c not in _BY_SERVICE)
        return ASHORE_AND_AFLOAT if afloat else BY_SERVICE
    if ASHORE_ONLY.total in numbers:
        return ASHORE_ONLY
    return HARMONISED if HARMONISED.total in numbers else None


_BY_SERVICE: Final = frozenset(column for column, _ in BY_SERVICE.parts)


def _stock(
    fields: Fields,
    numbers: Mapping[str, int],
    accounting: Accounting,
    claim_id: str,
    scope: str,
    elsewhere: bool,
) -> tuple[Stock, tuple[str, ...]]:
    total = numbers[accounting.total]
    parts, apart = _parts(fields, numbers, accounting)
    if total == 0 and (elsewhere or not parts) and not any(number for _, number in parts):
        message = "a placeholder: the report gives this number elsewhere, or not at all"
        fields.signal("unread_quantity", accounting.total, total, message)
        return Stock(claim_id, scope, accounting.total, None, ()), apart
    return Stock(claim_id, scope, accounting.total, total, parts), apart


def _parts(
    fields: Fields, numbers: Mapping[str, int], accounting: Accounting
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """The parts that add up to the total, leaving out what stands beside it; else all of them."""
    given = [(column, name) for column, name in accounting.parts if column in numbers]
    for left_out in (accounting.apart[:n] for n in range(len(accounting.apart) + 1)):
        counted = [(column, name) for column, name in given if column not in left_out]
        if sum(numbers[column] for column, _ in counted) == numbers[accounting.total]:
            beside = tuple(column for column, _ in given if column in left_out)
            return tuple((name, numbers[column]) for column, name in counted), beside
    if given:
        added = " + ".join(f"{name} {numbers[column]}" for column, name in given)
        value = f"{numbers[accounting.total]} is not {added}"
        message = "the total and its parts disagree: the total is taken"
        fields.signal("contradiction", accounting.total, value, message)
    return tuple((name, numbers[column]) for column, name in given), ()


def _compare(fields: Fields, numbers: Mapping[str, int]) -> None:
    """Harmonised columns against the report's own, and totals of totals against their terms."""
    for column, owns in OWN_OF_HARMONISED.items():
        own = next((name for name in owns if name in numbers), None)
        if own is not None and column in numbers and numbers[column] != numbers[own]:
            value = f"{numbers[column]}, but {own} is {numbers[own]}"
            fields.signal("contradiction", column, value, "the report's own column is taken")
    for total, terms in ADDED_UP:
        if total in numbers and all(term in numbers for term in terms):
            added = sum(numbers[term] for term in terms)
            if added != numbers[total]:
                value = f"{numbers[total]} is not {' + '.join(str(numbers[t]) for t in terms)}"
                fields.signal(
                    "contradiction", total, value, f"{', '.join(terms)} add up to {added}"
                )


def _quantity(stock: Stock) -> Quantity:
    if stock.total is None:
        return Quantity(
            qualifier="unknown", basis="stock", unit="persons", rule="us-forces/unknown"
        )
    return _exact(stock.total)


def _exact(number: int) -> Quantity:
    return Quantity(
        low=number,
        best=number,
        high=number,
        qualifier="exact",
        basis="stock",
        unit="persons",
        raw=str(number),
        rule="us-forces/count",
    )


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
