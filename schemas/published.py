"""The contract as documents: a JSON Schema per event version, and an AsyncAPI 3 description."""

from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from schemas.event import Event
from schemas.events import CATALOGUE
from schemas.shape import Moment, Shape, jsonable
from schemas.topics import LEDGER, Topic, partner_topics

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def name_of(cls: type[Event]) -> str:
    return f"{cls.type}.v{cls.version}"


def json_schemas() -> dict[str, dict[str, Any]]:
    """As a producer must write: closed. Consumers ignore optional fields they do not know."""
    return {
        name_of(cls): {"$schema": DIALECT, "$id": f"urn:attache:{name_of(cls)}"}
        | closed_schema(cls)
        | {"title": name_of(cls)}
        for line in CATALOGUE
        for cls in line.versions
    }


def closed_schema(cls: type[Shape]) -> dict[str, Any]:
    """What is written. Every field with a default other than null is; a reader may rely on it."""
    (top,), shapes = msgspec.json.schema_components(
        (cls,), schema_hook=_of_moment, ref_template="#/$defs/{name}"
    )
    classes = {one.__name__: one for one in _within(cls)}
    for name, schema in shapes.items():
        tag = classes[name].__struct_config__.tag_field
        if tag is not None:  # as it was released: named by the discriminator
            schema["required"] = [field for field in schema["required"] if field != tag]
            schema["properties"][tag]["default"] = classes[name].__struct_config__.tag
        for field in msgspec.structs.fields(classes[name]):
            if field.default_factory is not msgspec.NODEFAULT:
                default = jsonable(field.default_factory())
                schema["properties"][field.encode_name]["default"] = default
    closed = {"additionalProperties": False}
    shapes = {name: _plain(schema) | closed for name, schema in sorted(shapes.items())}
    own: dict[str, Any] = shapes.pop(top["$ref"].rpartition("/")[2])
    return own | ({"$defs": shapes} if shapes else {})


def _of_moment(kind: Any) -> dict[str, Any]:
    assert kind is Moment
    days = ("date-time", "date")
    return {"anyOf": [{"type": "string", "format": form} for form in days]}


def _plain(schema: Any) -> Any:
    """As code generators like it: typed enums, no choice in a choice, no `items: false`."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        name: _plain(value) for name, value in schema.items() if (name, value) != ("items", False)
    }
    if isinstance(found.get("enum"), list):
        found["type"] = "string"
        if len(found["enum"]) == 1:
            found["const"] = found.pop("enum")[0]
    if "discriminator" in found:
        found["oneOf"] = found.pop("anyOf")
    elif isinstance(found.get("anyOf"), list):
        found["anyOf"] = [inner for one in found["anyOf"] for inner in one.get("anyOf", [one])]
    return found


def _within(cls: type[Shape]) -> set[type[Shape]]:
    """The shape and all that it is made of."""
    found: set[type[Shape]] = set()
    todo: list[Any] = [cls]
    while todo:
        one = todo.pop()
        if not isinstance(one, type):
            todo += get_args(one)
        elif issubclass(one, Shape) and one not in found:
            found.add(one)
            todo += [field.type for field in msgspec.structs.fields(one)]
    return found


def asyncapi() -> dict[str, Any]:
    """AsyncAPI 3.0: channels are topics, `{partner}` stands for each declared partner."""
    topics = [*LEDGER, *partner_topics("{partner}")]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Attaché",
            "version": "1",
            "description": "Who sent troops, who armed whom, who met whom: the facts on the log.",
        },
        "channels": {_channel_id(topic): _channel(topic) for topic in topics},
        "operations": {
            f"{writer}_writes_{_channel_id(topic)}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{_channel_id(topic)}"},
            }
            for topic in topics
            for writer in topic.writers
            if "{" not in writer
        },
        "components": {"messages": {name: _message(name) for name in json_schemas()}},
    }


def _channel_id(topic: Topic) -> str:
    return topic.name.replace(".", "_").replace("{partner}", "partner")


def _channel(topic: Topic) -> Mapping[str, Any]:
    latest = {line.type: line.versions for line in CATALOGUE}
    names = [name_of(cls) for fact in topic.facts for cls in latest[fact]]
    kept = "for ever" if topic.retention_ms < 0 else f"{topic.retention_ms // 86_400_000} days"
    channel: dict[str, Any] = {
        "address": topic.name,
        "description": f"Key: {topic.key}. Kept {kept}. Written by {', '.join(topic.writers)}.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": ["delete"],
                    "retention.ms": topic.retention_ms,
                },
                "bindingVersion": "0.5.0",
            }
        },
    }
    if "{partner}" in topic.name:
        channel["parameters"] = {"partner": {"description": "A name declared in partners.yaml"}}
    return channel


def _message(name: str) -> Mapping[str, Any]:
    return {
        "name": name,
        "contentType": "application/json",
        "headers": {
            "type": "object",
            "description": "CloudEvents 1.0, Kafka binary binding",
            "required": ["ce_id", "ce_type", "ce_source", "ce_specversion", "ce_recordedtime"],
            "properties": {
                "ce_id": {"type": "string", "format": "uuid"},
                "ce_type": {"const": name.rpartition(".v")[0]},
                "ce_eventversion": {"const": name.rpartition(".v")[2]},
                "ce_source": {"type": "string"},
                "ce_specversion": {"const": "1.0"},
                "ce_time": {"type": "string", "format": "date-time"},
                "ce_recordedtime": {"type": "string", "format": "date-time"},
                "ce_causationid": {"type": "string", "format": "uuid"},
                "traceparent": {"type": "string"},
            },
        },
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {"$ref": f"./{name}.json"},
        },
    }
