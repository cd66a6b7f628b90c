"""Hypothesis: any claims, and any story that dedupe could tell of them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas.claims import Claim
from schemas.values import Outcome, PartyStance, Quantity, Source, Speaker, When, Where
from tests.projection import builders
from tests.projection.builders import Told, claim, deployment, meeting, person, transfer

PARTIES = (builders.KOREA, builders.RUSSIA, builders.UKRAINE, builders.SOUTH)
BASES = (None, "stock", "flow", "increment", "cumulative_total")
STANCES = ("asserts", "confirms", "denies", "disputes_quantity", "disputes_date")
MODALITIES = ("asserted", "planned", "historical", "hypothetical")


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    numbers = sorted(draw(st.lists(st.integers(0, 20) | st.just(2.5), min_size=3, max_size=3)))
    low, best, high = (draw(st.sampled_from([None, n])) for n in numbers)
    qualifier: Any = draw(st.sampled_from(["exact", "about", "at_least", "up_to", "undisclosed"]))
    basis: Any = draw(st.sampled_from(BASES))
    unit = draw(st.sampled_from([None, "people", "brigades"]))
    return Quantity(low=low, best=best, high=high, qualifier=qualifier, basis=basis, unit=unit)


@st.composite
def whens(draw: st.DrawFn) -> When:
    first = date(2024, 10, 1) + timedelta(days=draw(st.integers(0, 20)))
    last = first + timedelta(days=draw(st.sampled_from([0, 0, 2, 30])))
    edtf = str(first) if first == last else f"{first}/{last}"
    precision = 1 if first == last else draw(st.sampled_from([1, 2, 4]))
    return When(edtf=edtf, earliest=first, latest=last, precision=precision)


maybe_quantity = st.none() | quantities()
maybe_when = st.none() | whens()
places = st.none() | st.builds(
    Where,
    name=st.sampled_from(["Kursk", "Sudzha", None]),
    raw=st.just("Kursk"),
    country=st.sampled_from(["RUS", "UKR", None]),
    precision=st.integers(1, 7),
)
speakers = st.builds(
    Speaker,
    name=st.sampled_from(["Kremlin", "KREMLIN", "Kim Jong-un", "officials"]),
    party=st.none() | st.sampled_from(PARTIES),
)
people = st.builds(
    person,
    st.sampled_from([None, "Kim Jong-un", "Kim Jong Un", "Sergei Shoigu"]),
    st.sampled_from(PARTIES),
    title=st.sampled_from([None, "Minister"]),
    role=st.sampled_from([None, "host", "visitor"]),
)
deployments = st.builds(
    deployment,
    host=st.none() | st.sampled_from(PARTIES),
    against=st.none() | st.sampled_from(PARTIES),
    action=st.sampled_from(["moved", "engaged", "stationed"]),
    personnel=maybe_quantity,
    killed=maybe_quantity,
    components=st.sampled_from([(), (("army", builders.exactly(3)),)]),
    occurred=maybe_when,
    as_of=maybe_when,
    place=places,
)
transfers = st.builds(
    transfer,
    stage=st.sampled_from(["ordered", "shipped", "delivered"]),
    ordered_quantity=maybe_quantity,
    delivered_quantity=maybe_quantity,
    ordered=maybe_when,
    delivered=maybe_when,
)
outcomes = st.builds(
    Outcome,
    kind=st.sampled_from(["ceasefire", "communique", "none"]),
    title=st.sampled_from([None, "Black Sea", "BLACK SEA", "truce"]),
    stances=st.lists(
        st.builds(
            PartyStance,
            party=st.sampled_from(PARTIES),
            stance=st.sampled_from(STANCES),
            note=st.sampled_from([None, "later"]),
        ),
        max_size=2,
    ).map(tuple),
)
meetings = st.builds(
    lambda who, **more: meeting(*who, **more),
    st.lists(people, min_size=1, max_size=3),
    occurred=maybe_when,
    place=places,
    state=st.sampled_from(["planned", "held", "cancelled"]),
    outcomes=st.lists(outcomes, max_size=2).map(tuple),
)
bodies = {"deployment": deployments, "transfer": transfers, "meeting": meetings}


@st.composite
def claim_sets(draw: st.DrawFn, kind: str | None = None, most: int = 4) -> list[Claim]:
    """Claims of one kind, each in a report of its own."""
    of = bodies[kind or draw(st.sampled_from(sorted(bodies)))]
    prefix = draw(st.integers(0, 10**6))
    return [
        claim(
            f"{prefix}-{n}",
            draw(of),
            *draw(st.lists(speakers, max_size=2)),
            partner=draw(st.sampled_from(["wire", "seoul"])),
            stance=draw(st.sampled_from(STANCES)),
            modality=draw(st.sampled_from(MODALITIES)),
            source=Source(publisher=draw(st.sampled_from([None, "Yonhap", "TASS"]))),
            announced=draw(st.none() | whens()),
        )
        for n in range(draw(st.integers(1, most)))
    ]


@st.composite
def stories(draw: st.DrawFn) -> Told:
    """An occurrence's events: linked, revised, unlinked, absorbed, opened again, late in time."""
    claims = draw(claim_sets())
    minutes = st.integers(0, 6)
    told = Told(claims[0]).opened(draw(minutes))
    held: dict[Any, Claim] = {}
    for _ in range(draw(st.integers(1, 8))):
        one, moment = draw(st.sampled_from(claims)), draw(minutes)
        match draw(st.sampled_from(["link", "change", "unlink", "absorb", "retire"])):
            case "link" if one.claim_id not in held:
                told.linked(moment, one)
                held[one.claim_id] = one
            case "change" if one.claim_id in held:
                body = draw(bodies[one.body.kind])
                told.changed(moment, one.changed(body=body, revision=2))
            case "unlink" if one.claim_id in held:
                told.unlinked(moment, held.pop(one.claim_id))
            case "absorb":
                told.absorbed(moment, claims[-1].claim_id).opened(moment)
                held.clear()
            case "retire":
                told.retired(moment).opened(moment)
                held.clear()
            case _:
                pass
    return told
