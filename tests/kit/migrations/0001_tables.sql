create table seen (report_id uuid primary key, partner text not null);
