"""What each format makes of its sample file, record by record, pinned beside the format's version.

A reading that changes while `version` stays would leave claims of two readings on the ledger that
nothing can tell apart: `replay interpret` orders them by version. So the change fails a test. Until
a version is released its readings may be written anew; after that it takes a new version.
`python -m tests.normalize.readings` writes them.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from schemas.refusal import Refused
from schemas.shape import jsonable
from services.normalize.format import Format, Interpretation, Statement
from services.normalize.formats import FORMATS
from services.normalize.reading.records import cut, parse

RELEASED: Final[dict[str, int]] = {}
"""Format -> the latest version that partners' records were read with outside of tests."""

SAMPLES: Final = Path(__file__).parent / "samples"  # one folder for each format
TABLE: Final = Path(__file__).parent / "readings.tsv"


class Reading(NamedTuple):
    """One record of a sample, and the digest of all that is claimed or doubted because of it."""

    format: str
    version: int
    record: str
    digest: str


SAMPLED: Final = tuple(using for using in FORMATS if (SAMPLES / using.name).is_dir())
"""A format needs a sample by the day that a version of it is released."""


def readings(using: Format) -> Iterator[Reading]:
    """Of the format's sample files, in order."""
    for file in sorted((SAMPLES / using.name).iterdir()):
        with file.open("rb") as stream:
            for number, one in enumerate(cut(using.layout, file.name, stream), 1):
                row = parse(one.content_type, one.text)
                said = json.dumps(_said(using, row), sort_keys=True, ensure_ascii=False)
                digest = hashlib.sha256(said.encode()).hexdigest()[:16]
                yield Reading(using.name, using.version, f"{file.name}:{number}", digest)


def _said(using: Format, row: dict[str, object]) -> object:
    try:
        identity = using.identify(row)
        read = using.interpret(row)
    except Refused as refused:
        return {"refused": [refused.code, refused.field]}
    return {"identity": list(identity), **_interpreted(read)}


def _interpreted(read: Interpretation) -> dict[str, object]:
    """All but the wording of signals, and what is ignored: neither is a claim."""
    return {
        "statements": [_stated(statement) for statement in read.statements],
        "signals": [[s.code, s.field, s.value] for s in read.signals],
        "out_of_scope": read.out_of_scope,
    }


def _stated(statement: Statement) -> dict[str, object]:
    return {
        name: jsonable(value)
        for name in Statement.__dataclass_fields__
        if (value := getattr(statement, name)) is not None
    }


def recorded() -> tuple[Reading, ...]:
    lines = TABLE.read_text().splitlines()[1:] if TABLE.exists() else []
    cells = [line.split("\t") for line in lines]
    return tuple(
        Reading(name, int(version), record, digest) for name, version, record, digest in cells
    )
