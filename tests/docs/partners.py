"""What docs/partners.md must say: its records, its receipts, and the tables that follow from code.

`python -m tests.docs.partners` prints the tables, to be pasted into the page.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from types import MappingProxyType
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel

from schemas.codes import CODES
from services.ingest.partner import Limits
from services.normalize.formats import attache_inputs as inputs
from services.normalize.formats import attache_model as model
from services.normalize.statements import MOST_CLAIMS
from tests.docs.pages import PARTNERS, blocks

PARTNER: Final = "northwire"  # who the reader of the page is


def _objects() -> list[dict[str, Any]]:
    return [json.loads(block.text) for block in blocks(PARTNERS) if block.language == "json"]


def records() -> list[dict[str, Any]]:
    """The examples, in the order of the page."""
    return [found for found in _objects() if "status" not in found]


def receipts() -> list[dict[str, Any]]:
    return [found for found in _objects() if "status" in found]


def limits_table() -> str:
    limits = Limits()
    told: Mapping[str, tuple[str, str]] = {
        "record_bytes": ("bytes of a record", f"{limits.record_bytes:,}"),
        "header_bytes": ("bytes of all headers", f"{limits.header_bytes:,}"),
        "headers": ("headers", f"{limits.headers:,}"),
        "id_characters": ("characters of a record id", f"{limits.id_characters:,}"),
        "depth": ("levels of nesting", f"{limits.depth:,}"),
        "items": ("entries of a list, names of an object", f"{limits.items:,}"),
        "claims": ("claims of a record", f"{min(limits.claims, MOST_CLAIMS):,}"),
        "characters": ("characters of a text", f"{limits.characters:,}"),
        "name_characters": ("characters of a field's name", f"{limits.name_characters:,}"),
        "number": ("numbers", "±(2^53 - 1)"),
        "first_year": ("first year of a date", str(limits.first_year)),
        "last_year": ("last year of a date", str(limits.last_year)),
        "ahead": ("published or retrieved after we received it", f"{limits.ahead.days} day"),
    }
    assert limits.number == 2**53 - 1
    assert set(told) == {field.name for field in fields(Limits)}
    of_claims = ("characters of a claim's id, in `attache.report`", f"{longest_claim_id():,}")
    return _table(("what", "limit"), [*told.values(), of_claims])


def longest_claim_id() -> int:
    (longest,) = {
        rule.max_length
        for rule in model.ClaimInput.model_fields["id"].metadata
        if hasattr(rule, "max_length")
    }
    return int(longest)


def codes_table() -> str:
    rows = [(f"`{name}`", code.meaning, code.mend) for name, code in CODES.items()]
    return _table(("code", "means", "do"), rows)


OF: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {
        "`source`": inputs.SourceParts,
        "every claim": model.ClaimInput,
        "`attribution`": inputs.SpeakerParts,
        "`deployment`": model.DeploymentClaim,
        "`transfer`": model.TransferClaim,
        "`meeting`": model.MeetingClaim,
        "how many": inputs.QuantityParts,
        "who took part": inputs.ParticipantParts,
        "money": inputs.MoneyParts,
        "`outcomes`": inputs.OutcomeParts,
        "`stances`": inputs.PartyStanceParts,
    }
)


def words_table() -> str:
    """Every field that takes one of a few words."""
    shared = set(model.ClaimInput.model_fields)
    rows = [
        (of, f"`{name}`", ", ".join(words), default)
        for of, parts in OF.items()
        for name, words, default in _worded(parts)
        if of == "every claim" or not (issubclass(parts, model.ClaimInput) and name in shared)
    ]
    return _table(("of", "field", "one of these texts", "if left out"), rows)


def _worded(parts: type[BaseModel]) -> Iterator[tuple[str, list[str], str]]:
    for name, field in parts.model_fields.items():
        words = _words(field.annotation)
        if words and not (name == "kind" and issubclass(parts, model.ClaimInput)):
            missing = "needed" if field.is_required() else ""
            yield name, words, missing or (field.default or "")


def _words(annotation: Any) -> list[str]:
    if get_origin(annotation) is Literal:
        return [word for word in get_args(annotation) if isinstance(word, str)]
    return [word for part in get_args(annotation) for word in _words(part)]


def models() -> set[type[BaseModel]]:
    """All that an attache.report is made of."""
    return {
        found
        for module in (model, inputs)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, BaseModel)
    }


def statuses(page: str) -> list[str]:
    row = r"^\| `(\w+)` \| (?:ingest|normalize|ingest, normalize) \|"
    return re.findall(row, page, re.MULTILINE)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ("---",) * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("|  |", "| |") for cells in lines)


if __name__ == "__main__":
    print(words_table(), limits_table(), codes_table(), sep="\n\n")
