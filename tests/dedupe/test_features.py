"""What matching needs of a claim: stored and read back whole, compared without an error."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from schemas.values import Quantity, When, Where
from services.dedupe.blocking import blocks, candidates
from services.dedupe.likeness import likeness, score
from services.dedupe.likeness.actors import actor
from services.dedupe.likeness.features import pack, unpack
from services.dedupe.likeness.spans import Span, gap, span_of
from tests.dedupe import strategies
from tests.dedupe.build import (
    PRK,
    RUS,
    a_member,
    arms,
    guest,
    meeting,
    month,
    party,
    troops,
    when,
)

words = st.text(max_size=12)
ends = st.none() | st.dates()


@st.composite
def odd_dates(draw):
    first, last = draw(ends), draw(ends)
    if first and last and first > last:
        first, last = last, first
    return When(edtf="", earliest=first, latest=last, precision=draw(st.integers(1, 5)))


@st.composite
def odd_bodies(draw):
    occurred = draw(st.none() | odd_dates())
    place = draw(
        st.none()
        | st.builds(
            Where,
            name=words,
            country=st.sampled_from([None, "RUS", "PRK"]),
            lat=st.none() | st.floats(-90, 90),
            lon=st.none() | st.floats(-180, 180),
            precision=st.integers(1, 7),
        )
    )
    number = draw(
        st.none()
        | st.builds(
            Quantity,
            best=st.none() | st.integers(-5, 10**15),
            qualifier=st.sampled_from(["exact", "about", "up_to", "more_than", "unknown"]),
            basis=st.sampled_from([None, "stock", "flow", "increment"]),
        )
    )
    match draw(st.integers(0, 2)):
        case 0:
            who = draw(st.lists(st.sampled_from([RUS, PRK, party("XKX"), None]), max_size=6))
            people = [guest(draw(st.none() | words), one) for one in who]
            return meeting(
                *people,
                occurred=occurred,
                place=place,
                event_name=draw(st.none() | words),
                format=draw(st.sampled_from([None, "visit", "multilateral"])),
                participants_complete=draw(st.booleans()),
            )
        case 1:
            return troops(
                host=draw(st.sampled_from([None, RUS])),
                theatre=draw(st.none() | words),
                action=draw(st.sampled_from(["moved", "stationed", "casualties", "reinforced"])),
                occurred=occurred,
                as_of=draw(st.none() | odd_dates()),
                personnel=number,
                killed=number,
                place=place,
            )
        case _:
            return arms(
                draw(words),
                ordered=occurred,
                delivered=draw(st.none() | odd_dates()),
                ordered_quantity=number,
                deal=draw(st.none() | words),
            )


@given(st.one_of(odd_bodies(), strategies.bodies), st.sampled_from([None, "other"]))
def test_a_member_is_read_back_as_it_was_stored(body, same_as):
    member = a_member(body, same_as=same_as)

    assert unpack(member.claim_id, member.report_id, member.kind, pack(member)) == member


@given(odd_bodies(), odd_bodies(), st.booleans())
def test_comparing_is_symmetric_and_has_an_answer_for_everything(one, other, same_partner):
    a = a_member(one, "a", partner="p")
    b = a_member(other, "b", partner="p" if same_partner else "q")

    found = likeness(a, b)

    assert found == likeness(b, a)
    assert 0 <= found.score <= 1
    assert candidates(a, b) == candidates(b, a)
    assert len(set(blocks(a))) == len(blocks(a))


@given(odd_dates())
def test_a_span_lies_within_the_days_there_are(occurred):
    span = span_of(occurred)

    if span is not None:
        assert 1 <= span.first <= span.last <= date.max.toordinal()


def test_a_vague_day_is_a_wide_span_and_a_span_says_itself_how_wide_it_is():
    assert span_of(when("2025-03-10", precision=3)) == Span(739317, 739323, 3)
    assert span_of(when("2025-03-10", "2025-03-11", precision=2)).days == 2
    assert span_of(month("2025-02")).days == 28
    assert gap(span_of(month("2025-02")), span_of(month("2025-04"))) == 32


def test_the_ministry_of_a_state_acts_as_the_state_and_a_private_army_as_itself():
    ministry = party("russian-mod", country="RUS", sector="MIL")
    wagner = party("wagner-group", country="RUS", sector="PRM")

    assert (actor(ministry), actor(wagner), actor(party("unknown"))) == (
        "RUS",
        "wagner-group",
        None,
    )


@given(
    st.one_of(odd_bodies(), strategies.bodies),
    st.one_of(odd_bodies(), strategies.bodies),
    st.booleans(),
)
def test_the_number_alone_is_that_of_the_likeness(one, other, same_partner):
    """Most pairs are compared for the number only: the words are left out, and nothing else."""
    a = a_member(one, "a", partner="p")
    b = a_member(other, "b", partner="p" if same_partner else "q")

    found = likeness(a, b)

    assert score(a, b) == score(b, a) == (None if found.veto is not None else found.score)
