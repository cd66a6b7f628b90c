create table superseded (
    report_id uuid not null,
    revision  bigint not null,
    withdrawn boolean not null,
    sha256    text not null,
    cause     uuid not null,
    primary key (report_id, revision, withdrawn)
);
comment on table superseded is
    'Revisions that newer ones have followed: a fold of ledger.reports, disposable';

-- What is on the ledger already is folded anew when the service starts.
delete from kit_published;
