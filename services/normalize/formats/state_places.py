"""Where in the United States a visit took place, if its description says so."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from schemas.values import Where
from services.normalize.formats import american_states, state_prose
from services.normalize.reading import places

HOST: Final = "USA"


class Venue(NamedTuple):
    name: str
    admin1: str


VENUES: Final[Mapping[str, Venue]] = {
    "washington": Venue("Washington, D.C.", "District of Columbia"),
    "washington, d.c": Venue("Washington, D.C.", "District of Columbia"),
    "washington, dc": Venue("Washington, D.C.", "District of Columbia"),
    "white house": Venue("Washington, D.C.", "District of Columbia"),
    "oval office": Venue("Washington, D.C.", "District of Columbia"),
    "new york city": Venue("New York City", "New York"),
    "camp david": Venue("Camp David", "Maryland"),
    "san francisco": Venue("San Francisco", "California"),
    "los angeles": Venue("Los Angeles", "California"),
    "chicago": Venue("Chicago", "Illinois"),
    "philadelphia": Venue("Philadelphia", "Pennsylvania"),
    "honolulu": Venue("Honolulu", "Hawaii"),
    "houston": Venue("Houston", "Texas"),
    "seattle": Venue("Seattle", "Washington"),
    "boston": Venue("Boston", "Massachusetts"),
    "miami": Venue("Miami", "Florida"),
    "new orleans": Venue("New Orleans", "Louisiana"),
    "los alamos": Venue("Los Alamos", "New Mexico"),
    "hyde park": Venue("Hyde Park", "New York"),
    "mount vernon": Venue("Mount Vernon", "Virginia"),
    "williamsburg": Venue("Williamsburg", "Virginia"),
    "mar-a-lago": Venue("Mar-a-Lago", "Florida"),
    "san antonio": Venue("San Antonio", "Texas"),
}
"""Places that American texts name without their state, because every reader knows it."""

_WORD: Final = r"[A-Z][\w’'-]*\.?"
_PLACE: Final = re.compile(
    rf"\b(?:in|at|to|[Vv]isited)\s+(?:the\s+)?"
    rf"(?P<name>{_WORD}(?:[ -](?:of |the |a )?{_WORD}){{0,4}})"
    rf"(?:,\s*(?P<comma>{_WORD}(?: ?(?!City\b){_WORD})?)(?! City\b)"
    rf"|\s*\((?P<paren>[A-Z][\w. ]*)\))?"
)


def of_visit(description: str) -> Where:
    """The place that the text gives for the visit itself; else the country, and no more."""
    for clause in state_prose.of_the_meeting(description):
        for match in _PLACE.finditer(clause):
            if found := _american(match):
                return found
    return Where(name="United States", country=HOST, precision=6, rule="state-visits/host")


def _american(match: re.Match[str]) -> Where | None:
    raw = match[0].partition(" ")[2].strip(" .,").removeprefix("the ")
    name = match["name"].rstrip(".")
    whole = f"{name}, {match['comma']}".rstrip(".") if match["comma"] else name
    venue = VENUES.get(whole.casefold()) or VENUES.get(name.casefold())
    region = match["comma"] or match["paren"]
    state = american_states.state(region) if region else None
    if venue is None and state is None:
        alone = american_states.state(name) if len(name) > 3 else None
        if alone is None or alone == "Washington":
            return None
        return Where(
            raw=raw, name=alone, country=HOST, admin1=alone, precision=4, rule="state-visits/state"
        )
    if venue is not None and (state is None or state == venue.admin1):
        return Where(
            raw=raw,
            name=venue.name,
            country=HOST,
            admin1=venue.admin1,
            precision=1,
            rule="state-visits/venue",
        )
    known = places.read(f"{name}, {state}", country=HOST)
    return known.changed(
        raw=raw,
        name=known.name if known.precision < 6 and known.name else name,
        country=HOST,
        admin1=known.admin1 or state,
        precision=min(known.precision, 2),
        rule="state-visits/town-and-state",
    )
