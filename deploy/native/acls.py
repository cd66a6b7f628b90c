"""Who may do what on the secure broker: the services' table, and how it is put in force."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

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
    UserScramCredentialUpsertion,
)

Kind = Literal["topic", "group", "cluster"]
CLUSTER = "kafka-cluster"
_KIND = {
    "topic": ResourceType.TOPIC,
    "group": ResourceType.GROUP,
    "cluster": ResourceType.BROKER,
}
_DO = {
    "read": AclOperation.READ,
    "write": AclOperation.WRITE,
    "describe": AclOperation.DESCRIBE,
    "idempotent_write": AclOperation.IDEMPOTENT_WRITE,
}


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission. A name that ends in `*` stands for all that begin so."""

    user: str
    may: Literal["read", "write", "describe", "idempotent_write"]
    kind: Kind
    name: str


def _service(name: str, *, reads: Sequence[str], writes: Sequence[str] = ()) -> tuple[Grant, ...]:
    """Its topics, and the consumer groups whose names begin with its own."""
    grants = [Grant(name, "read", "topic", topic) for topic in reads]
    grants += [Grant(name, "write", "topic", topic) for topic in writes]
    grants.append(Grant(name, "read", "group", f"{name}*"))
    if writes:
        grants.append(Grant(name, "idempotent_write", "cluster", CLUSTER))
    return tuple(grants)


SERVICES: tuple[Grant, ...] = (
    *_service(
        "ingest",
        reads=("reports.*", "ledger.reports"),  # its own ledger is what it heals from
        writes=("receipts.*", "ledger.reports", "ledger.rejections"),
    ),
    *_service(
        "normalize",
        reads=("ledger.reports",),
        writes=("receipts.*", "ledger.claims", "ledger.rejections"),
    ),
    *_service(
        "dedupe",
        reads=("ledger.claims", "ledger.rulings", "ledger.occurrences"),
        writes=("ledger.occurrences",),
    ),
    *_service("projection", reads=("ledger.*",)),
)


def apply(admin: AdminClient, grants: Sequence[Grant], password: Callable[[str], str]) -> None:
    """Users with their passwords, and exactly these permissions for them: no more, no fewer."""
    _set_passwords(admin, sorted({grant.user for grant in grants}), password)
    missing, surplus = difference(admin, grants)
    if missing:
        for done in admin.create_acls(list(missing), request_timeout=10).values():
            done.result(timeout=15)
    if surplus:
        exactly = [_filter_for(binding) for binding in surplus]
        for removed in admin.delete_acls(exactly, request_timeout=10).values():
            removed.result(timeout=15)


def difference(
    admin: AdminClient, grants: Sequence[Grant]
) -> tuple[set[AclBinding], set[AclBinding]]:
    """What the broker lacks of these users' permissions, and what it has beyond them."""
    wanted = {_binding(grant) for grant in grants}
    present = {each for user in {grant.user for grant in grants} for each in _of(admin, user)}
    return wanted - present, present - wanted


def _set_passwords(admin: AdminClient, users: list[str], password: Callable[[str], str]) -> None:
    how = ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192)
    new: list[UserScramCredentialAlteration] = [
        UserScramCredentialUpsertion(user, how, password(user).encode()) for user in users
    ]
    for done in admin.alter_user_scram_credentials(new, request_timeout=10).values():
        done.result(timeout=15)


def _of(admin: AdminClient, user: str) -> list[AclBinding]:
    everything = AclBindingFilter(
        ResourceType.ANY,
        None,  # type: ignore[arg-type] # any name; its types know only str
        ResourcePatternType.ANY,
        f"User:{user}",
        None,  # type: ignore[arg-type] # any host
        AclOperation.ANY,
        AclPermissionType.ANY,
    )
    return list(admin.describe_acls(everything, request_timeout=10).result(timeout=15))


def _binding(grant: Grant) -> AclBinding:
    prefixed = grant.name.endswith("*")
    pattern = ResourcePatternType.PREFIXED if prefixed else ResourcePatternType.LITERAL
    return AclBinding(
        _KIND[grant.kind],
        grant.name.rstrip("*"),
        pattern,
        f"User:{grant.user}",
        "*",
        _DO[grant.may],
        AclPermissionType.ALLOW,
    )


def _filter_for(binding: AclBinding) -> AclBindingFilter:
    return AclBindingFilter(
        binding.restype,
        binding.name,
        binding.resource_pattern_type,
        binding.principal,
        binding.host,
        binding.operation,
        binding.permission_type,
    )
