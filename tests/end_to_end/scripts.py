"""What the tests publish: many reports with repeats, revisions, withdrawals and bad records."""

import json
import random

from tests.bench.reports import reports
from tests.end_to_end.world import Sent, spread

PARTNERS = ("seoul-desk", "northwire", "ministry-monitor")


def busy(count: int, seed: int = 11) -> list[Sent]:
    """About `count` records: a tenth are repeats, revisions, withdrawals, or refused."""
    chance = random.Random(seed)
    records: list[tuple[str, str | None, bytes | None]] = []
    texts = list(reports(count * 9 // 10, PARTNERS, seed))
    for partner, record_id, text in texts:
        records.append((partner, record_id, text.encode()))
        match chance.randrange(36):
            case 0:
                partner, record_id, text = chance.choice(texts[: len(records)])
                records.append((partner, record_id, text.encode()))
            case 1:
                revised = json.loads(text) | {"revision": 2}
                revised["claims"][0]["summary"] = "Corrected."
                records.append((partner, record_id, json.dumps(revised).encode()))
            case 2:
                gone = {"record_id": record_id, "revision": 3, "withdrawn": True}
                records.append((partner, record_id, json.dumps(gone).encode()))
            case 3:
                bad = chance.choice([b"{", b"", b"\xff\xfe", text.encode()[:-1], b"[]"])
                records.append((partner, f"bad-{len(records)}", bad))
    return spread(records)
