"""Where all say the same nothing is weighed, and nothing else comes of it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from schemas.claims import Claim
from services.projection import agreement, dates, people, quantities, telling
from services.projection.fusion import fuse
from services.projection.read_models import diplomatic_meetings
from tests.projection.builders import claim
from tests.projection.strategies import claim_sets

WEIGHING = (agreement, dates, people, quantities, telling, diplomatic_meetings)


@contextmanager
def everything_weighed() -> Iterator[None]:
    def nobody(_: Sequence[Any]) -> bool:
        return False

    with ExitStack() as patched:
        for module in WEIGHING:
            patched.enter_context(mock.patch.object(module, "unanimous", nobody))
        yield


def row(claims: Sequence[Claim]) -> dict[str, Any]:
    return fuse(claims[0].body.kind, claims[0].claim_id, claims)


def told_again(one: Claim, number: int) -> Claim:
    """By another report, in the same words."""
    again = claim(f"again-{one.record_id}-{number}", one.body, *one.attribution)
    return again.changed(stance=one.stance, modality=one.modality, source=one.source)


@given(claim_sets(), st.integers(0, 3))
def test_what_all_say_is_what_weighing_it_gives(claims: list[Claim], more: int) -> None:
    echoes = [*claims, *(told_again(claims[0], n) for n in range(more))]
    for told in (claims, echoes, [claims[0], *echoes[len(claims) :]]):
        quick = row(told)
        with everything_weighed():
            assert row(told) == quick
