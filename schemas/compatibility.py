"""May a new contract replace a released one? Every consumer must accept every producer.

The rule is asymmetric, as our readers are: producers write closed schemas, consumers ignore
optional fields that they do not know. So adding an optional field is compatible (registries that
judge closed schemas call it breaking); removing, retyping, requiring or narrowing one is not.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]


def breaks(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> list[str]:
    """What would break, each line naming the event version and the field; () when compatible."""
    found = [f"{name}: a released version is gone" for name in sorted(old.keys() - new.keys())]
    for name in sorted(old.keys() & new.keys()):
        found += [f"{name}{line}" for line in _compare(old[name], new[name], old[name], new[name])]
    return found


def _compare(was: Any, now: Any, old: Schema, new: Schema, at: str = "") -> Iterator[str]:
    was, now = _resolved(was, old), _resolved(now, new)
    if was.get("type") != now.get("type"):
        yield f"{at or '/'}: type {was.get('type')} became {now.get('type')}"
        return
    yield from _objects(was, now, old, new, at)
    yield from _values(was, now, at)
    for name in ("anyOf", "oneOf"):
        yield from _choices(was.get(name), now.get(name), old, new, at)
    if "items" in was and "items" in now:
        yield from _compare(was["items"], now["items"], old, new, f"{at}/*")
    before, after = was.get("prefixItems", []), now.get("prefixItems", [])
    if len(before) != len(after):
        yield f"{at}: has {len(after)} places instead of {len(before)}"
    for place, (one, other) in enumerate(zip(before, after, strict=False)):
        yield from _compare(one, other, old, new, f"{at}/{place}")


def _objects(was: Schema, now: Schema, old: Schema, new: Schema, at: str) -> Iterator[str]:
    before, after = was.get("properties", {}), now.get("properties", {})
    for field in before.keys() - after.keys():
        yield f"{at}/{field}: the field is gone"
    required_before, required_now = set(was.get("required", ())), set(now.get("required", ()))
    for field in sorted(required_now - required_before):
        yield f"{at}/{field}: the field is required now; the log has facts without it"
    for field in sorted((required_before - required_now) & after.keys()):
        yield f"{at}/{field}: the field may be missing now; older consumers need it"
    for field in sorted(before.keys() & after.keys()):
        yield from _compare(before[field], after[field], old, new, f"{at}/{field}")


def _values(was: Schema, now: Schema, at: str) -> Iterator[str]:
    if _allowed(was) != _allowed(now):
        gone = _allowed(was) - _allowed(now)
        added = _allowed(now) - _allowed(was)
        if gone:
            yield f"{at}: no longer allows {', '.join(sorted(gone))}"
        if added:
            yield f"{at}: allows {', '.join(sorted(added))}, which older consumers refuse"
    for rule in ("pattern", "format", "minimum", "maximum"):
        if was.get(rule) != now.get(rule):
            yield f"{at}: {rule} {was.get(rule)} became {now.get(rule)}"


def _choices(
    was: list[Any] | None, now: list[Any] | None, old: Schema, new: Schema, at: str
) -> Iterator[str]:
    if was is None and now is None:
        return
    before = [_resolved(choice, old) for choice in was or ()]
    after = [_resolved(choice, new) for choice in now or ()]
    if [_kind(choice) for choice in before] != [_kind(choice) for choice in after]:
        yield f"{at}: the choices are others"
        return
    for one, other in zip(before, after, strict=True):
        yield from _compare(one, other, old, new, at)


def _kind(schema: Schema) -> str:
    return str(schema.get("title") or schema.get("type") or schema.get("const"))


def _allowed(schema: Schema) -> set[str]:
    found = set(map(str, schema.get("enum", ())))
    if "const" in schema:
        found.add(str(schema["const"]))
    return found


def _resolved(schema: Any, root: Schema) -> Any:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema
