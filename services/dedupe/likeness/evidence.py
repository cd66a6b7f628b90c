"""Likeness of two claims: a score, the reasons for it, and a veto if they contradict each other."""

from typing import NamedTuple


class Reason(NamedTuple):
    """What was compared, what it added to the score (or took), in words."""

    feature: str
    score: float
    text: str


class Likeness(NamedTuple):
    score: float
    reasons: tuple[Reason, ...] = ()
    veto: str | None = None


class Evidence:
    """Adds up while two claims are compared."""

    __slots__ = ("_reasons", "_veto", "score")

    def __init__(self) -> None:
        self.score = 0.0
        self._reasons: list[Reason] = []
        self._veto: str | None = None

    def add(self, feature: str, score: float, text: str) -> None:
        self.score += score
        self._reasons.append(Reason(feature, score, text))

    def contradict(self, text: str) -> None:
        """The first contradiction is the one that is told."""
        if self._veto is None:
            self._veto = text

    @property
    def contradicted(self) -> bool:
        return self._veto is not None

    def likeness(self) -> Likeness:
        if self._veto is not None:
            return Likeness(0.0, (Reason("contradiction", 0.0, self._veto),), self._veto)
        return Likeness(round(min(1.0, max(0.0, self.score)), 4), tuple(self._reasons))


def contradiction(text: str) -> Likeness:
    return Likeness(0.0, (Reason("contradiction", 0.0, text),), text)
