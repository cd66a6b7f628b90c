"""What `attache publish` says at the end, in lines for people."""

from collections.abc import Iterator

from services.operator.tally import ANSWERS, Tally
from services.operator.wording import clean

LISTED = 100  # refusals shown one by one; --json has them all


def lines(partner: str, tally: Tally, offline: bool = False) -> Iterator[str]:
    if offline:
        yield f"{partner}: {tally.sent:,} records checked, nothing sent"
    else:
        yield f"{partner}: {tally.sent:,} sent in {tally.seconds:.1f} s"
    answered = [f"{tally.answers[name]:,} {name}" for name in ANSWERS if tally.answers[name]]
    if answered:
        yield "  " + " · ".join(answered)
    yield from _interpreted(tally)
    yield from _signals(tally)
    yield from _refusals(tally)
    for name in tally.unreadable:
        yield f"  cannot be read: {clean(name)}"
    for warning in tally.warnings:
        yield f"  note: {clean(warning)}"
    yield from _missing(tally)
    match tally.applied:
        case True:
            yield "  applied: the read models show it"
        case False:
            yield "  not applied yet: see `attache status`"
        case None:
            pass


def _interpreted(tally: Tally) -> Iterator[str]:
    if not (tally.interpreted or tally.out_of_scope or tally.withdrawn):
        return
    parts = []
    if tally.interpreted:
        kinds = ", ".join(counted(kind, count) for kind, count in sorted(tally.claims.items()))
        parts.append(f"{tally.interpreted:,} interpreted ({kinds or 'no claims'})")
    if tally.withdrawn:
        parts.append(f"{tally.withdrawn:,} withdrawn")
    if tally.out_of_scope:
        parts.append(f"{tally.out_of_scope:,} out of scope")
    yield "  " + " · ".join(parts)


def counted(what: str, count: int) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _signals(tally: Tally) -> Iterator[str]:
    if not tally.signals:
        return
    yield "  signals:"
    for code, count in tally.signals.most_common():
        yield f"    {count:,} × {code}, e.g. {clean(tally.samples[code])}"


def _refusals(tally: Tally) -> Iterator[str]:
    total = sum(tally.codes.values())
    if not total:
        return
    if total > 1:
        codes = ", ".join(f"{count:,} × {code}" for code, count in tally.codes.most_common())
        yield f"  not taken ({codes}):"
    else:
        yield "  not taken:"
    for refusal in tally.refusals[:LISTED]:
        yield f"    {clean(str(refusal))}"
    if total > LISTED:
        yield f"    … and {total - LISTED:,} more"


def _missing(tally: Tally) -> Iterator[str]:
    if tally.unanswered:
        yield f"  {tally.unanswered:,} still lack a receipt: is ingest running? (`attache status`)"
    if tally.uninterpreted:
        yield (
            f"  {tally.uninterpreted:,} were accepted but not interpreted yet: "
            "is normalize running? (`attache status`)"
        )
    if tally.given_up:
        yield "  gave up waiting; publish again with --resume to go on from here"
