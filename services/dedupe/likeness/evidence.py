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


class Tally:
    """Adds up while two claims are compared, and does not listen to why.

    Most pairs are compared for the number alone. So words are templates, filled in if need be.
    """

    __slots__ = ("contradicted", "score")

    def __init__(self) -> None:
        self.score = 0.0
        self.contradicted = False

    def add(self, feature: str, score: float, words: str, *values: object) -> None:
        self.score += score

    def contradict(self, words: str, *values: object) -> None:
        self.contradicted = True

    def rounded(self) -> float:
        score = self.score
        return 0.0 if score <= 0.0 else 1.0 if score >= 1.0 else round(score, 4)


class Evidence(Tally):
    """The same, with all that was said."""

    __slots__ = ("_reasons", "_veto")

    def __init__(self) -> None:
        super().__init__()
        self._reasons: list[Reason] = []
        self._veto: str | None = None

    def add(self, feature: str, score: float, words: str, *values: object) -> None:
        self.score += score
        self._reasons.append(Reason(feature, score, _filled(words, values)))

    def contradict(self, words: str, *values: object) -> None:
        """The first contradiction is the one that is told."""
        self.contradicted = True
        if self._veto is None:
            self._veto = _filled(words, values)

    def likeness(self) -> Likeness:
        if self._veto is not None:
            return Likeness(0.0, (Reason("contradiction", 0.0, self._veto),), self._veto)
        return Likeness(self.rounded(), tuple(self._reasons))


def _filled(words: str, values: tuple[object, ...]) -> str:
    for value in values:
        if type(value) is list or type(value) is tuple:
            return words % tuple(map(_told, values))
    return words % values


def _told(value: object) -> object:
    """A list is told one by one; of a pair that is the same twice, only one."""
    if type(value) is list:
        return ", ".join(value)
    if type(value) is tuple:
        one, other = value
        return one if one == other else f"{one} and {other}"
    return value
