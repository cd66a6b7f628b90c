"""The volume watch: what partners sent in the last day, beside what they said they would."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec

from schemas.partners import Expected, PartnerDeclaration
from schemas.topics import REPORTS
from services.kit.kafka import Kafka, offsets, topic_ids

DAY: Final = timedelta(days=1)
FEW: Final = 20  # records: a share of fewer says nothing
RISE: Final = 2.0  # times the share of the week before
NOTABLE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one partner's records in a stretch of time: how many, refused, with signals."""

    records: int = 0
    rejected: int = 0
    signalled: int = 0

    def share(self, count: int) -> float:
        return count / self.records if self.records else 0.0


@dataclass(frozen=True, slots=True)
class Volume:
    """`seen` None: the partner has no topic yet."""

    partner: str
    seen: int | None
    last: datetime | None
    expected: Expected | None
    lately: Quality = Quality()
    before: Quality = Quality()

    def warnings(self, now: datetime) -> list[str]:
        """What somebody should look at; [] when all is as declared."""
        if self.seen is None:
            return ["no topic: `attache partners apply`"]
        found = []
        if self.expected is not None:
            found += self._amount(self.expected, now)
        found += self._rise("rejections", self.lately.rejected, self.before.rejected)
        found += self._rise("signals", self.lately.signalled, self.before.signalled)
        return found

    def _amount(self, expected: Expected, now: datetime) -> list[str]:
        assert self.seen is not None
        if self.seen == 0 and expected.per_day_min > 0:
            if self.last is None:
                return ["silent: nothing yet"]
            return [f"silent for {(now - self.last) // timedelta(hours=1)} hours"]
        if self.seen < expected.per_day_min:
            return [f"fewer than {expected.per_day_min:,} a day"]
        if self.seen > expected.per_day_max:
            return [f"more than {expected.per_day_max:,} a day"]
        return []

    def _rise(self, what: str, lately: int, before: int) -> list[str]:
        now, then = self.lately.share(lately), self.before.share(before)
        if self.lately.records < FEW or now < NOTABLE or now < RISE * then:
            return []
        return [f"{what} up: {now:.0%} of records, {then:.0%} in the week before"]

    def as_json(self, now: datetime) -> dict[str, Any]:
        return {
            "partner": self.partner,
            "last_day": self.seen,
            "last_record": self.last.isoformat() if self.last else None,
            "expected": self.expected.model_dump() if self.expected else None,
            "warnings": self.warnings(now),
        }


def volumes(
    admin: AdminClient,
    kafka: Kafka,
    partners: Iterable[PartnerDeclaration],
    qualities: Mapping[str, tuple[Quality, Quality]],
    now: datetime,
) -> list[Volume]:
    """By the broker's own clock: partner topics are LogAppendTime, so nobody can backdate."""
    declared = list(partners)
    found = topic_ids(admin, [kafka.wire(REPORTS + partner.name) for partner in declared])
    places = [TopicPartition(name, n) for name, (_, count) in found.items() for n in range(count)]
    since = OffsetSpec.for_timestamp(int((now - DAY).timestamp() * 1000))
    firsts = offsets(admin, places, since)
    ends = offsets(admin, places, OffsetSpec.latest())
    lasts = offsets(admin, places, OffsetSpec.max_timestamp())
    told = []
    for partner in declared:
        name = kafka.wire(REPORTS + partner.name)
        seen, last = None, None
        if name in found:
            own = [(name, n) for n in range(found[name][1])]
            seen = sum(ends[p][0] - firsts[p][0] for p in own if firsts[p][0] >= 0)
            stamps = [lasts[p][1] for p in own if lasts[p][1] > 0]
            last = datetime.fromtimestamp(max(stamps) / 1000, UTC) if stamps else None
        lately, before = qualities.get(partner.name, (Quality(), Quality()))
        told.append(Volume(partner.name, seen, last, partner.expected, lately, before))
    return told
