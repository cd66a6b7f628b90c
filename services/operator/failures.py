"""Which errors an operator expects, and the one line that each is told in."""

import re
from typing import Final

from click import ClickException
from click.exceptions import Exit

EXPECTED_NAMES = frozenset({"MissingTopics", "RecreatedTopic", "Refused"})

_SAID: Final = re.compile(r'str="(.*?)"')  # inside confluent-kafka's KafkaError{…}


def one_line(error: Exception) -> str | None:
    """What to say instead of a traceback; None for what nobody expected."""
    if isinstance(error, ClickException | Exit):
        return None
    kind = type(error)
    text = " ".join(str(error).split()) or kind.__name__
    top = kind.__module__.partition(".")[0]
    match top:
        case "psycopg":
            return f"Postgres: {text}"
        case "psycopg_pool":
            return f"Postgres: {text}"
        case "aiokafka" | "confluent_kafka" | "cimpl":
            return f"Kafka: {_kafka(text)}"
    if kind.__name__ in EXPECTED_NAMES or kind.__module__.startswith("deploy.native"):
        return text
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else text
    if kind is LookupError:  # a KeyError or IndexError is a bug, a bare LookupError is a message
        return text
    return None


def _kafka(text: str) -> str:
    if told := _SAID.search(text):
        text = told[1]
    unreachable = (
        "Unable to bootstrap",
        "Timed out",
        "Broker transport failure",
        "brokers are down",
    )
    if any(sign.lower() in text.lower() for sign in unreachable):
        return f"cannot connect ({text}): is the stack up, and are user and password right?"
    return text
