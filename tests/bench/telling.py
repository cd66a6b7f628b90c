"""What a round of the pipeline's bench says to a person."""

from tests.bench.floor_of_all import Measured
from tests.bench.pipeline import Run
from tests.bench.sampling import told
from tests.bench.written import Written


def tell(reports: int, bytes_alone: float, all_written: Measured, run: Run) -> None:
    """`bytes_alone`: seconds."""
    print(f"""
attaché                        {_rate(reports, run.seconds)}, published to applied
floor A, report bytes alone    {_rate(reports, bytes_alone)}: each report's own bytes over four
                               bare hops, and one row of two columns for each by COPY
floor B, all that was written  {_rate(reports, all_written.seconds)}: every record that the
                               services wrote, over their hops, and every row by COPY, bare

attaché is {bytes_alone / run.seconds:6.1%} of floor A, report bytes alone
attaché is {all_written.seconds / run.seconds:6.1%} of floor B, all that was written""")
    _tell_written(run.written)
    _tell_cpu(reports, run, all_written)
    for service, samples in run.samples.items():
        print(f"\n{service}: own functions by share of CPU time, libraries they call included")
        print("\n".join(told(samples)))


def _rate(reports: int, seconds: float) -> str:
    return f"{reports / seconds:9,.0f} reports/s ({seconds:.1f} s)"


def _tell_written(written: Written) -> None:
    print(f"\nwhat was written{'records':>12}{'MB':>8}{'rows':>12}{'MB':>8}")
    sent = {"partners": written.published} | {hop.service: hop.sent for hop in written.hops}
    rows = {
        hop.service: [row for part in hop.rows.values() for row in part] for hop in written.hops
    }
    for name, records in sent.items():
        mine = rows.get(name, [])
        size, text = sum(one.size for one in records) / 1e6, sum(map(len, mine)) / 1e6
        print(f"  {name:14}{len(records):12,}{size:8.1f}{len(mine):12,}{text:8.1f}")


def _tell_cpu(reports: int, run: Run, all_written: Measured) -> None:
    if not run.cpu:
        return  # nothing tells it here
    print(f"\nCPU ms per report{'attaché':>11}{'floor B':>11}")
    for name, seconds in run.cpu.items():
        base = all_written.cpu.get(name)
        shown = "" if base is None else f"{base / reports * 1000:11.3f}"
        print(f"  {name:14}{seconds / reports * 1000:12.3f}{shown}")
    whole = f"{sum(run.cpu.values()) / reports * 1000:12.3f}"
    print(f"  {'all':14}{whole}{sum(all_written.cpu.values()) / reports * 1000:11.3f}")
