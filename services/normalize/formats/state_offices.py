"""Who held the highest offices of the United States, and when: a table, to name counterparts.

"President Bush" of a text is one person in 1990 and another in 2004; the date of the visit tells.
"""

from datetime import date
from typing import Final, NamedTuple

from schemas.values import Level


class Officeholder(NamedTuple):
    """A term of office. `until` is the day it ended; None: still in office when written."""

    surname: str
    person: str
    since: date
    until: date | None


class Office(NamedTuple):
    """An office as the texts write it, and the level of whoever holds it."""

    title: str
    level: Level
    terms: tuple[Officeholder, ...]


def _terms(rows: str) -> tuple[Officeholder, ...]:
    """One line a term: person; first day; last day. The surname is the last word."""
    found = []
    for line in rows.strip().splitlines():
        person, since, until = (part.strip() for part in line.split(";"))
        surname = person.rpartition(" ")[2]
        end = date.fromisoformat(until) if until else None
        found.append(Officeholder(surname, person, date.fromisoformat(since), end))
    return tuple(found)


PRESIDENT: Final = Office(
    "President",
    "head_of_state",
    _terms(
        """
        Ulysses S. Grant; 1869-03-04; 1877-03-04
        Rutherford B. Hayes; 1877-03-04; 1881-03-04
        James A. Garfield; 1881-03-04; 1881-09-19
        Chester A. Arthur; 1881-09-19; 1885-03-04
        Grover Cleveland; 1885-03-04; 1889-03-04
        Benjamin Harrison; 1889-03-04; 1893-03-04
        Grover Cleveland; 1893-03-04; 1897-03-04
        William McKinley; 1897-03-04; 1901-09-14
        Theodore Roosevelt; 1901-09-14; 1909-03-04
        William Howard Taft; 1909-03-04; 1913-03-04
        Woodrow Wilson; 1913-03-04; 1921-03-04
        Warren G. Harding; 1921-03-04; 1923-08-02
        Calvin Coolidge; 1923-08-02; 1929-03-04
        Herbert Hoover; 1929-03-04; 1933-03-04
        Franklin D. Roosevelt; 1933-03-04; 1945-04-12
        Harry S. Truman; 1945-04-12; 1953-01-20
        Dwight D. Eisenhower; 1953-01-20; 1961-01-20
        John F. Kennedy; 1961-01-20; 1963-11-22
        Lyndon B. Johnson; 1963-11-22; 1969-01-20
        Richard M. Nixon; 1969-01-20; 1974-08-09
        Gerald R. Ford; 1974-08-09; 1977-01-20
        Jimmy Carter; 1977-01-20; 1981-01-20
        Ronald Reagan; 1981-01-20; 1989-01-20
        George H. W. Bush; 1989-01-20; 1993-01-20
        Bill Clinton; 1993-01-20; 2001-01-20
        George W. Bush; 2001-01-20; 2009-01-20
        Barack Obama; 2009-01-20; 2017-01-20
        Donald J. Trump; 2017-01-20; 2021-01-20
        Joe Biden; 2021-01-20; 2025-01-20
        Donald J. Trump; 2025-01-20;
        """
    ),
)

VICE_PRESIDENT: Final = Office(
    "Vice President",
    "official",
    _terms(
        """
        Charles Curtis; 1929-03-04; 1933-03-04
        John Nance Garner; 1933-03-04; 1941-01-20
        Henry A. Wallace; 1941-01-20; 1945-01-20
        Harry S. Truman; 1945-01-20; 1945-04-12
        Alben W. Barkley; 1949-01-20; 1953-01-20
        Richard M. Nixon; 1953-01-20; 1961-01-20
        Lyndon B. Johnson; 1961-01-20; 1963-11-22
        Hubert H. Humphrey; 1965-01-20; 1969-01-20
        Spiro T. Agnew; 1969-01-20; 1973-10-10
        Gerald R. Ford; 1973-12-06; 1974-08-09
        Nelson A. Rockefeller; 1974-12-19; 1977-01-20
        Walter F. Mondale; 1977-01-20; 1981-01-20
        George H. W. Bush; 1981-01-20; 1989-01-20
        Dan Quayle; 1989-01-20; 1993-01-20
        Al Gore; 1993-01-20; 2001-01-20
        Dick Cheney; 2001-01-20; 2009-01-20
        Joe Biden; 2009-01-20; 2017-01-20
        Mike Pence; 2017-01-20; 2021-01-20
        Kamala Harris; 2021-01-20; 2025-01-20
        J. D. Vance; 2025-01-20;
        """
    ),
)

SECRETARY_OF_STATE: Final = Office(
    "Secretary of State",
    "foreign_minister",
    _terms(
        """
        Frank B. Kellogg; 1925-03-05; 1929-03-28
        Henry L. Stimson; 1929-03-28; 1933-03-04
        Cordell Hull; 1933-03-04; 1944-11-30
        Edward R. Stettinius; 1944-12-01; 1945-06-27
        James F. Byrnes; 1945-07-03; 1947-01-21
        George C. Marshall; 1947-01-21; 1949-01-20
        Dean Acheson; 1949-01-21; 1953-01-20
        John Foster Dulles; 1953-01-21; 1959-04-22
        Christian A. Herter; 1959-04-22; 1961-01-20
        Dean Rusk; 1961-01-21; 1969-01-20
        William P. Rogers; 1969-01-22; 1973-09-03
        Henry Kissinger; 1973-09-22; 1977-01-20
        Cyrus Vance; 1977-01-23; 1980-04-28
        Edmund Muskie; 1980-05-08; 1981-01-18
        Alexander Haig; 1981-01-22; 1982-07-05
        George P. Shultz; 1982-07-16; 1989-01-20
        James A. Baker; 1989-01-25; 1992-08-23
        Lawrence Eagleburger; 1992-12-08; 1993-01-19
        Warren Christopher; 1993-01-20; 1997-01-17
        Madeleine Albright; 1997-01-23; 2001-01-20
        Colin Powell; 2001-01-20; 2005-01-26
        Condoleezza Rice; 2005-01-26; 2009-01-20
        Hillary Clinton; 2009-01-21; 2013-02-01
        John Kerry; 2013-02-01; 2017-01-20
        Rex Tillerson; 2017-02-01; 2018-03-31
        Mike Pompeo; 2018-04-26; 2021-01-20
        Antony Blinken; 2021-01-26; 2025-01-20
        Marco Rubio; 2025-01-21;
        """
    ),
)

OFFICES: Final[tuple[Office, ...]] = (VICE_PRESIDENT, SECRETARY_OF_STATE, PRESIDENT)


def holder(office: Office, surname: str, day: date | None) -> str | None:
    """The full name of the holder of that surname on that day; None when the table has none."""
    for term in office.terms:
        if term.surname.casefold() != surname.casefold():
            continue
        if day is not None and term.since <= day and (term.until is None or day <= term.until):
            return term.person
    return None
