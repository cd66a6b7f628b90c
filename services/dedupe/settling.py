"""One decision of dedupe, from changed claims and rulings to what is said and kept."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, pairwise
from typing import NamedTuple
from uuid import UUID

from schemas.claims import KINDS
from services.dedupe.blocking import hashed
from services.dedupe.causes import Cause, Causes
from services.dedupe.clustering import Cluster, cluster
from services.dedupe.domain import (
    NEVER,
    Decided,
    Known,
    Question,
    Standing,
    decide,
    evolve,
    occurrence_of,
    to_link,
)
from services.dedupe.likeness import RULES, SURELY
from services.dedupe.likeness.features import Member
from services.dedupe.rulings import Pair, Ruling, in_force
from services.dedupe.sets import Changes
from services.dedupe.store import claims, doubts, graph, occurrences, rulings
from services.dedupe.store.occurrences import Loose
from services.dedupe.store.rows import ALSO_HERE, HERE, ON_ITS_WAY, Row, row_of
from services.kit.record import Tx

log = logging.getLogger(__name__)


class World(NamedTuple):
    """All claims that may be decided anew, as they are held, and what they are in and hang on."""

    rows: list[Row]
    members: dict[UUID, Member]
    held: dict[UUID, frozenset[UUID]]
    known: dict[UUID, Known]
    edges: dict[Pair, float]
    rulings: dict[UUID, Ruling]


async def settle(
    changes: Changes, ruled: Mapping[UUID, Cause], rows: Sequence[Row], last: Cause, tx: Tx
) -> list[Decided]:
    """`rows`: all of the reports in `changes`, as they are held. Needs the locks of its kinds.

    `last`: the fact because of which anything is settled that no fact is about.
    """
    await claims.save_versions(changes.silent, tx, silent=True)
    causes = {**ruled, **changes.causes}
    loose = await occurrences.unsettled(tx)
    if loose:
        await occurrences.lock(KINDS, tx)
    elif not causes:
        return []
    again = list(changes.again.values())
    lost = await graph.forget([*changes.before.values(), *again], tx)
    incoming = changes.incoming
    edges = await graph.index([*(one.member for one in incoming.values()), *again], tx)
    seeds = {*causes, *changes.again, *loose.claims, *(one for ab in lost for one in ab)}
    if loose.doubted:
        seeds |= await claims.of_occurrences(loose.doubted, tx)
        await doubts.clear(tx)
    world = await _world(seeds, edges, changes, rows, loose, tx)
    alike = _enough(world.edges, world.members)
    ruled_on = in_force(world.rulings.values())
    found = cluster(world.members.values(), alike, ruled_on)
    for ruling, because in found.overruled:
        log.warning("ruling %s cannot hold: %s", ruling.ruling_id, because)
    moving = to_link(world.held, world.known, found.clusters)
    whole = {id_: one.claim for id_, one in incoming.items()}
    decided = decide(
        Question(
            held=world.held,
            known=world.known,
            clusters=found.clusters,
            alike=alike,
            causes=Causes(causes, last, partial(_ties, world, found.clusters, lost)),
            rulings=ruled_on,
            changed=frozenset(changes.changed),
            claims=whole | await claims.bodies(moving - whole.keys(), tx),
            standing=_standing(world.rows, changes),
        )
    )
    await _keep(world, found.clusters, changes, decided, tx)
    return decided


async def _world(
    seeds: Collection[UUID],
    edges: Mapping[Pair, float],
    changes: Changes,
    rows: Sequence[Row],
    loose: Loose,
    tx: Tx,
) -> World:
    """Walk from the seeds until nothing more hangs on them and every occurrence is complete.

    `edges`: all that the incoming claims have.
    """
    incoming = changes.incoming
    given: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        given[row.claim_id].append(row)
    world = World([], {}, {}, {}, dict(edges), {})
    held: defaultdict[UUID, set[UUID]] = defaultdict(set)
    held.update((occurrence, set()) for occurrence in loose.occurrences)
    series = {hashed(m.series.key) for m in changes.before.values() if m.series is not None}
    looked_up: set[int] = set()
    no_rows = {*given, *changes.new}  # that are not here already
    no_edges = {*incoming, *changes.gone}
    reached: set[UUID] = set()
    todo = {*seeds, *(one for ab in edges for one in ab)}
    while todo:
        fresh, todo = todo - reached, set()
        reached |= fresh
        found = [row for id_ in fresh.intersection(given) for row in given[id_]]
        found += await claims.rows_of(fresh - no_rows, tx)
        came = [incoming[id_].member for id_ in fresh.intersection(incoming)]
        for row in found:
            if row.state != ON_ITS_WAY:
                held[row.occurrence_id].add(row.claim_id)
            if row.current and row.claim_id not in no_edges:
                came.append(row.member)
        world.rows.extend(found)
        world.members.update((member.claim_id, member) for member in came)
        near = await graph.edges_of(fresh - no_edges, tx)
        world.edges.update(near)
        todo.update(one for ab in near for one in ab)
        for ruling in await rulings.on(fresh, tx):
            world.rulings[ruling.ruling_id] = ruling
            todo.update(ruling.pair)
        series |= {hashed(member.series.key) for member in came if member.series is not None}
        todo |= await claims.of_series(series - looked_up, tx)
        looked_up |= series
        todo -= reached
        if not todo:
            wanted = (reached | held.keys()) - world.known.keys()
            world.known.update(await occurrences.told(wanted, tx))
            partly = [o for o, its in held.items() if world.known.get(o, NEVER).size != len(its)]
            if partly:
                todo = await claims.of_occurrences(partly, tx) - reached
    world.held.update((occurrence, frozenset(its)) for occurrence, its in held.items())
    return world


def _enough(edges: Mapping[Pair, float], members: Mapping[UUID, Member]) -> Mapping[Pair, float]:
    """Edges by likeness; those that only a report's own word makes do not count as alike."""
    only_said = {
        (a, b)
        for (a, b), score in edges.items()
        if score < SURELY and a in members and score < RULES[members[a].kind].threshold
    }
    return {ab: edges[ab] for ab in edges if ab not in only_said} if only_said else edges


def _ties(
    world: World, clusters: Sequence[Cluster], lost: Sequence[Pair]
) -> Iterator[tuple[UUID, UUID]]:
    yield from world.edges
    yield from lost
    yield from (ruling.pair for ruling in world.rulings.values())
    for occurrence, its in world.held.items():
        yield from ((occurrence, claim) for claim in its)
    for one in clusters:
        yield from pairwise(member.claim_id for member in one.members)


def _standing(rows: Sequence[Row], changes: Changes) -> dict[UUID, Standing]:
    found: dict[UUID, Standing] = {}
    for row in rows:
        standing = Standing(row.report_id, *row.version)
        found[row.claim_id] = max(found.get(row.claim_id, standing), standing)
    for claim_id, one in changes.changed.items():
        claim = one.claim
        found[claim_id] = Standing(claim.report_id, claim.revision, claim.format_version)
    return found | changes.gone


async def _keep(
    world: World,
    clusters: Sequence[Cluster],
    changes: Changes,
    decided: Sequence[Decided],
    tx: Tx,
) -> None:
    where = {member.claim_id: it.occurrence_id for it in clusters for member in it.members}
    replaced = changes.changed.keys() | changes.gone.keys()
    kept = [row for row in world.rows if row.claim_id not in replaced]
    await claims.drop(replaced, tx)
    await claims.drop_also_here([row.claim_id for row in kept if row.state == ALSO_HERE], tx)
    await claims.move(
        {
            row.claim_id: where[row.claim_id]
            for row in kept
            if row.current and (row.occurrence_id != where[row.claim_id] or row.state != HERE)
        },
        tx,
    )
    await claims.add([row_of(one, where[id_]) for id_, one in changes.incoming.items()], tx)
    known: dict[UUID, Known] = {}
    for occurrence, its in groupby(decided, key=occurrence_of):
        now = world.known.get(occurrence, NEVER)
        for event, _ in its:
            now = evolve(now, event)
        known[occurrence] = now
    await occurrences.save(known, tx)
    await claims.save_versions(changes.versions, tx)
