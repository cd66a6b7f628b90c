"""Writes readings.tsv anew; what was read with a released version stays as it is."""

import sys

from tests.normalize.readings import RELEASED, SAMPLED, TABLE, readings, recorded


def main() -> int:
    kept = {using.name: [r for r in recorded() if r.format == using.name] for using in SAMPLED}
    refused = []
    for using in SAMPLED:
        today = list(readings(using))
        changed = kept[using.name] != today
        if changed and using.version <= RELEASED.get(using.name, 0):
            refused.append(f"{using.name} reads otherwise than its released version: raise it")
        else:
            kept[using.name] = today
    lines = ["format\tversion\trecord\tdigest"]
    lines += ["\t".join(map(str, reading)) for found in kept.values() for reading in found]
    TABLE.write_text("\n".join(lines) + "\n")
    print("\n".join(refused) or f"{len(lines) - 1} readings")
    return len(refused)


sys.exit(main())
