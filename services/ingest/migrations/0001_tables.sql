create table report (
    report_id         uuid primary key,
    partner           text not null,
    record_id         text not null,
    format            text not null,
    revision          bigint not null,
    sha256            text not null,
    withdrawn         boolean not null,
    first_recorded_at timestamptz not null,
    recorded_at       timestamptz not null,
    cause             uuid not null
);
comment on table report is
    'What we hold of each report: a fold of ledger.reports, disposable';
comment on column report.cause is
    'Derived id of the partner''s record that made it so: read again, it gets the same answer';
