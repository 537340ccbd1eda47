-- What the benchmarks' own small service writes: a row with its event, and the projection that a consumer makes of the event.
create table records (
    record_id uuid        primary key,
    agency_id uuid        not null,
    note      text        not null,
    made_at   timestamptz not null
);
alter table records enable row level security;
alter table records force row level security;
create policy records_made on records for insert to $service$_app with check (agency_id = access.agency());
create policy records_seen on records for select to $service$_app using (exists (
    select 1 from access.grants g where g.record = record_id and g.grantee = any ((select access.grantees())::uuid[])));

-- the same row where nobody asks who is asking
create table plain_records (
    record_id uuid        primary key,
    agency_id uuid        not null,
    note      text        not null,
    made_at   timestamptz not null
);

create table projections (
    record_id uuid        primary key,
    version   int         not null,
    seen_at   timestamptz not null
);

-- the row that a writer locks before it numbers an event
create table aggregates (
    aggregate uuid primary key,
    version   int  not null
);

grant usage on schema public to $service$_app, $service$_jobs;
grant select, insert on records, plain_records to $service$_app;
grant select, insert, update on projections to $service$_jobs;
