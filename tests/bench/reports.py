"""Made-up reports in the founding case's shape: about 900 bytes, a third about a known thing."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta

SENDERS = ("North Korea", "Russia", "Iran", "China", "Turkey", "France", "Poland", "Belarus")
HOSTS = ("Mali", "Syria", "Libya", "Ukraine", "Armenia", "Niger", "Sudan", "Serbia")
WEAPONS = ("KN-23", "Shahed-136", "D-30 122mm", "T-72B3", "Bayraktar TB2", "CAESAR 155mm")
TITLES = ("President", "Foreign Minister", "Defence Minister", "Prime Minister")
NAMES = ("Ivan Orlov", "Kim Song", "Ali Rezai", "Jean Morel", "Jan Nowak", "Li Wei", "Omar Haddad")


def reports(count: int, partners: tuple[str, ...], seed: int = 7) -> Iterator[tuple[str, str, str]]:
    """(partner, record id, JSON). Every occurrence is told by one to five reports."""
    chance = random.Random(seed)
    number = 0
    while number < count:
        said = _claim(chance)
        for _ in range(chance.choice((1, 1, 2, 3, 5))):
            if number == count:
                return
            number += 1
            partner = chance.choice(partners)
            record = {
                "record_id": f"bench-{number}",
                "revision": 1,
                "published_at": "2025-02-01T08:00:00Z",
                "source": {
                    "publisher": f"Desk {number % 40}",
                    "url": f"https://example.org/{number}",
                    "title": "What is known of movements along the line this week",
                    "language": "en",
                },
                "claims": [said | {"summary": "Reported by two officers on the spot. " * 8}],
            }
            yield partner, f"bench-{number}", json.dumps(record)


def _claim(chance: random.Random) -> dict[str, object]:
    day = date(2010, 1, 1) + timedelta(days=chance.randrange(5400))
    attribution = [{"speaker": chance.choice(NAMES), "party": chance.choice(SENDERS)}]
    common: dict[str, object] = {"id": "c1", "attribution": attribution}
    match chance.randrange(3):
        case 0:
            return common | {
                "kind": "deployment",
                "deploying": chance.choice(SENDERS),
                "host": chance.choice(HOSTS),
                "action": "arrived",
                "personnel": str(chance.randrange(100, 12_000)),
                "occurred": day.isoformat(),
            }
        case 1:
            return common | {
                "kind": "transfer",
                "supplier": chance.choice(SENDERS),
                "recipient": chance.choice(HOSTS),
                "weapon": chance.choice(WEAPONS),
                "stage": "delivered",
                "delivered_quantity": str(chance.randrange(1, 90)),
                "delivered": day.isoformat(),
            }
        case _:
            visitor, host = chance.sample(NAMES, 2)
            return common | {
                "kind": "meeting",
                "participants": [
                    {"person": visitor, "title": chance.choice(TITLES),
                     "party": chance.choice(SENDERS), "role": "visitor"},
                    {"person": host, "title": chance.choice(TITLES),
                     "party": chance.choice(HOSTS), "role": "host"},
                ],
                "occurred": day.isoformat(),
            }  # fmt: skip


def content(count: int) -> bytes:
    """The reports of one partner as a file of JSON lines."""
    return "\n".join(text for _, _, text in reports(count, ("bench",))).encode()
