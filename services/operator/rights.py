"""What a partner may do on a secure broker, and how that is put in force.

Write its own reports, read its own receipts, in consumer groups of its own name; nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialAlteration,
    UserScramCredentialDeletion,
    UserScramCredentialUpsertion,
)

from schemas.topics import RECEIPTS, REPORTS
from services.kit.kafka import Kafka

RESERVED: Final = frozenset(
    {"admin", "operator", "ingest", "normalize", "dedupe", "projection", "anonymous"}
)
"""Names that are our services' own: no partner may be called so."""
_ITERATIONS: Final = 8192


class Right(NamedTuple):
    user: str
    operation: str  # READ, WRITE, IDEMPOTENT_WRITE
    kind: str  # TOPIC, GROUP, BROKER (the cluster)
    name: str
    prefixed: bool = False

    def __str__(self) -> str:
        star = "*" if self.prefixed else ""
        where = "the cluster" if self.kind == "BROKER" else f"{self.kind.lower()} {self.name}{star}"
        return f"{self.user} may {self.operation.lower().replace('_', ' ')} {where}"


@dataclass(frozen=True, slots=True)
class Change:
    """What must happen to users and rights; nothing when it is empty."""

    new_users: tuple[str, ...] = ()
    gone_users: tuple[str, ...] = ()  # no longer declared
    grant: tuple[Right, ...] = ()
    revoke: tuple[Right, ...] = ()

    def lines(self) -> list[str]:
        return [
            *(f"+ user {user}" for user in self.new_users),
            *(f"- user {user} (no longer declared)" for user in self.gone_users),
            *(f"+ {right}" for right in self.grant),
            *(f"- {right}" for right in self.revoke),
        ]


def rights_of(partner: str, kafka: Kafka) -> tuple[Right, ...]:
    return (
        Right(partner, "WRITE", "TOPIC", kafka.wire(REPORTS + partner)),
        Right(partner, "READ", "TOPIC", kafka.wire(RECEIPTS + partner)),
        Right(partner, "READ", "GROUP", f"{partner}.", prefixed=True),
        Right(partner, "IDEMPOTENT_WRITE", "BROKER", "kafka-cluster"),
    )


def difference(
    partners: Sequence[str], kafka: Kafka, users: Iterable[str], present: Iterable[Right]
) -> Change:
    """Pure. A user who holds a right on a partner's topic, and is no partner, is gone."""
    there, known = set(present), set(users)
    own = kafka.wire(REPORTS)
    strays = {
        right.user
        for right in there
        if right.kind == "TOPIC"
        and right.name.startswith(own)
        and not right.prefixed
        and right.user not in partners
        and right.user not in RESERVED
    }
    wanted = {right for partner in partners for right in rights_of(partner, kafka)}
    ours = {right for right in there if right.user in partners or right.user in strays}
    return Change(
        tuple(partner for partner in partners if partner not in known),
        tuple(sorted(strays)),
        tuple(sorted(wanted - there)),
        tuple(sorted(ours - wanted)),
    )


def users_of(admin: AdminClient) -> set[str]:
    """Everyone with a SCRAM password."""
    described = admin.describe_user_scram_credentials(request_timeout=10)
    assert not isinstance(described, dict)  # it is one when users are named
    return set(described.result(timeout=15))


def rights_there(admin: AdminClient) -> set[Right]:
    everything = _matching(ResourceType.ANY, None, ResourcePatternType.ANY, None, AclOperation.ANY)
    found = admin.describe_acls(everything, request_timeout=10).result(timeout=15)
    return {
        Right(
            binding.principal.removeprefix("User:"),
            binding.operation.name,
            binding.restype.name,
            binding.name,
            binding.resource_pattern_type == ResourcePatternType.PREFIXED,
        )
        for binding in found
    }


def put_in_force(admin: AdminClient, change: Change, passwords: dict[str, str]) -> None:
    """Rights are taken before they are given, passwords set first."""
    if passwords:
        set_passwords(admin, passwords)
    if change.revoke:
        filters = [_filter(right) for right in change.revoke]
        for done in admin.delete_acls(filters, request_timeout=10).values():
            done.result(timeout=15)
    if change.gone_users:
        deletions: list[UserScramCredentialAlteration] = [
            UserScramCredentialDeletion(user, ScramMechanism.SCRAM_SHA_512)
            for user in change.gone_users
        ]
        for done in admin.alter_user_scram_credentials(deletions, request_timeout=10).values():
            done.result(timeout=15)
    if change.grant:
        bindings = [_binding(right) for right in change.grant]
        for done in admin.create_acls(bindings, request_timeout=10).values():
            done.result(timeout=15)


def set_passwords(admin: AdminClient, passwords: dict[str, str]) -> None:
    how = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, _ITERATIONS)
    new: list[UserScramCredentialAlteration] = [
        UserScramCredentialUpsertion(user, how, password.encode())
        for user, password in passwords.items()
    ]
    for done in admin.alter_user_scram_credentials(new, request_timeout=10).values():
        done.result(timeout=15)


def _binding(right: Right) -> AclBinding:
    return AclBinding(
        ResourceType[right.kind], right.name, _pattern(right), f"User:{right.user}", "*",
        AclOperation[right.operation], AclPermissionType.ALLOW,
    )  # fmt: skip


def _filter(right: Right) -> AclBindingFilter:
    return _matching(
        ResourceType[right.kind],
        right.name,
        _pattern(right),
        f"User:{right.user}",
        AclOperation[right.operation],
    )


def _matching(
    kind: ResourceType,
    name: str | None,
    pattern: ResourcePatternType,
    principal: str | None,
    operation: AclOperation,
) -> AclBindingFilter:
    """None stands for any, whatever confluent-kafka's annotations say."""
    return AclBindingFilter(
        kind,
        name,  # type: ignore[arg-type]
        pattern,
        principal,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        operation,
        AclPermissionType.ALLOW,
    )


def _pattern(right: Right) -> ResourcePatternType:
    return ResourcePatternType.PREFIXED if right.prefixed else ResourcePatternType.LITERAL
