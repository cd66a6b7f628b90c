"""`make bench`: reports a second through the four services, beside the raw floors; and how fast
interpretation is by itself."""

import argparse
import os
import signal
import sys

from services.kit.kafka import Kafka
from tests.bench import floor, floor_of_all, interpretation, pipeline
from tests.bench.pipeline import Made
from tests.bench.reports import reports
from tests.bench.scratch import scratch
from tests.bench.telling import tell

PARTNERS = ("seoul-desk", "northwire", "ministry-monitor")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--reports", type=int, default=30_000, help="through the pipeline")
    parser.add_argument("--rounds", type=int, default=1, help="of the pipeline and its floors")
    parser.add_argument("--records", type=int, default=5_000, help="of each format to interpret")
    parser.add_argument("--only", choices=("pipeline", "interpretation"))
    parser.add_argument("--profile", action="store_true", help="where each service's time goes")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # topics and databases go all the same
    if given.only != "interpretation":
        made = list(reports(given.reports, PARTNERS))
        size = sum(len(text) for _, _, text in made) / len(made)
        print(f"{len(made):,} reports of {size:.0f} bytes on {os.cpu_count()} cores")
        for _ in range(given.rounds):
            _round(made, profile=given.profile)
    if given.only != "pipeline":
        interpretation.measure(given.records)


def _round(made: Made, *, profile: bool) -> None:
    with scratch("attache_floor") as settings:
        values = [text.encode() for _, _, text in made]
        kafka, database = Kafka.of(settings, "operator"), str(settings.database_url)
        bytes_alone = floor.measure(kafka, database, values)
    with scratch("attache_bench") as settings:
        run = pipeline.measure(settings, made, profile=profile)
        all_written = floor_of_all.measure(settings, run.written)
    tell(len(made), bytes_alone, all_written, run)


if __name__ == "__main__":
    main()
