"""A made-up register: a format of one column of ids and one of countries, for the tests here."""

from schemas.claims import Deployment, Signal
from schemas.refusal import Refused
from schemas.values import Party
from services.normalize.format import Format, Identity, Interpretation, Layout, Row, Statement


def identify(row: Row) -> Identity:
    given = row.get("id")
    if given in (None, ""):
        raise Refused("missing_record_id", "/id", "every row has an id")
    return Identity(str(given), withdrawn=row.get("gone") == "yes")


def interpret(row: Row) -> Interpretation:
    country = str(row.get("country") or "")
    if country == "nowhere":
        return Interpretation(out_of_scope="not a country")
    if country == "unreadable":
        raise Refused("unknown_country", "/country", "no country is called so")
    signals = (
        (Signal(code="old_name", field="/country", value=country),) if country == "Siam" else ()
    )
    body = Deployment(deploying=Party(id=country[:3].upper(), name=country), action="stationed")
    return Interpretation((Statement("1", body),), signals)


REGISTER = Format("test.register", 1, identify, interpret, Layout())


def csv(*rows: tuple[str, str]) -> str:
    return "id,country\n" + "".join(f"{one},{country}\n" for one, country in rows)
