create table generation (
    generation  int primary key,
    schema_name text not null,
    state       text not null check (state in ('building', 'ready', 'live', 'former', 'retired')),
    created     timestamptz not null default now(),
    promoted    timestamptz,
    promoted_by text,
    retired     timestamptz
);
create unique index on generation (schema_name) where state <> 'retired';
create unique index on generation (state) where state = 'live';
comment on table generation is
    'Each full build of the read side: in which schema it lives now; the live one is `read`';
