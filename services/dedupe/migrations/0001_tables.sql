create table report (
    report_id      uuid primary key,
    revision       bigint not null,
    format_version bigint not null
);
comment on table report is 'The newest set of claims per report of which anything was said';

create table silent (
    report_id      uuid primary key,
    revision       bigint not null,
    format_version bigint not null
);
comment on table silent is
    'Sets that changed nothing, so that nothing was said of them: they keep older ones out. '
    'The ledger does not know them; without them an older set is heard until the newer is reread';

create table claim (
    claim_id       uuid not null,
    occurrence_id  uuid not null,
    report_id      uuid not null,
    kind           text not null,
    revision       bigint not null,
    format_version bigint not null,
    state          smallint not null default 0,
    series         bigint,
    member         bytea not null,
    body           text not null,
    primary key (claim_id, occurrence_id)
);
create index on claim (report_id);
create index on claim (series) where series is not null;
create index on claim (claim_id) where state <> 0;
comment on column claim.state is
    '0: in this occurrence. Left by a half published batch, until the next batch settles it: '
    '1: the ledger shows it here as well; 2: it left here and has not arrived anywhere';
comment on column claim.member is 'What matching needs of the body';

create table block (
    key       bigint not null,
    length    smallint not null,
    first_day int not null,
    last_day  int not null,
    claim_id  uuid not null
);
create unique index on block (key, length, first_day, claim_id) include (last_day);
comment on column block.length is 'Class of length: no block of it has more days than its reach';

create table edge (
    claim_a uuid not null,
    claim_b uuid not null,
    score   double precision not null,
    primary key (claim_a, claim_b)
);
comment on table edge is 'Pairs of claims that are alike, or that their report joins; both ways';

create table occurrence (
    occurrence_id uuid primary key,
    kind          text not null,
    version       bigint not null,
    open          boolean not null,
    size          bigint not null
);
create index on occurrence (occurrence_id) where open and size = 0;
comment on column occurrence.version is 'Events said of it, over its whole life';

create table ruling (
    ruling_id uuid primary key,
    claim_a   uuid not null,
    claim_b   uuid not null,
    same      boolean,
    recorded  bigint,
    withdrawn boolean not null
);
create index on ruling (claim_a);
create index on ruling (claim_b);
comment on column ruling.same is 'null: only its withdrawal is known so far';

create table doubt (
    batch         text not null,
    occurrence_id uuid not null,
    events        int not null,
    primary key (batch, occurrence_id)
);
comment on table doubt is
    'What was folded of batches that are not there whole; empty but after a crash and a lost '
    'database, until the next decision';
