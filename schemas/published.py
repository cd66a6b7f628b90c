"""The contract as documents: a JSON Schema per event version, and an AsyncAPI 3 description."""

from collections.abc import Mapping
from typing import Any

from schemas.event import Event
from schemas.events import CATALOGUE
from schemas.topics import LEDGER, Topic, partner_topics

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def name_of(cls: type[Event]) -> str:
    return f"{cls.type}.v{cls.version}"


def json_schemas() -> dict[str, dict[str, Any]]:
    """As a producer must write: closed. Consumers ignore optional fields they do not know."""
    return {
        name_of(cls): {"$schema": DIALECT, "$id": f"urn:attache:{name_of(cls)}"}
        | cls.model_json_schema(mode="serialization")
        | {"title": name_of(cls)}
        for line in CATALOGUE
        for cls in line.versions
    }


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
