"""The kit's own tables. Each stateful service keeps them in its own Postgres schema."""

from typing import Final

DDL: Final = """
create table kit_position (
    processor   text not null,
    topic       text not null,
    partition   int not null,
    next_offset bigint not null,
    epoch       bigint not null default 0,
    progressed  timestamptz not null default now(),
    primary key (processor, topic, partition)
);
comment on table kit_position is
    'Read position per partition with its owner''s epoch; moves with the state it led to';

create table kit_outbox (
    number  bigint generated always as identity primary key,
    slices  text not null,
    content bytea not null
);
comment on table kit_outbox is 'One row per batch of decided events, until the relay has its ack';

create table kit_published (
    topic       text not null,
    partition   int not null,
    next_offset bigint not null,
    primary key (topic, partition)
);
comment on table kit_published is
    'How far this database knows its own ledger; behind the log end means: heal first';

create table kit_parked (
    processor text not null,
    topic     text not null,
    partition int not null,
    "offset"  bigint not null,
    key       bytea,
    recorded  timestamptz not null,
    headers   jsonb not null,
    value     bytea,
    follows   boolean not null,
    reason    text not null,
    primary key (processor, topic, partition, "offset")
);
create index on kit_parked (processor, topic, key);
comment on table kit_parked is
    'Records that cannot be handled, and every later record of the same key, in order';

create table kit_topic (
    topic    text primary key,
    topic_id text not null
);
comment on table kit_topic is 'The id of each topic read: a re-created topic must not look empty';
"""

WATCHED: Final = """
do $$ begin
    if exists (select from pg_roles where rolname = 'attache_operator') then
        execute 'grant usage on schema ' || quote_ident(current_schema())
            || ' to attache_operator';
        execute 'grant select on all tables in schema ' || quote_ident(current_schema())
            || ' to attache_operator';
        execute 'alter default privileges in schema ' || quote_ident(current_schema())
            || ' grant select on tables to attache_operator';
    end if;
end $$;
"""
"""What lets the operator watch positions, outboxes and parked records, where the role exists."""
