-- Files of many rows that are checked and taken in after the answer, by whichever replica has time. The file is sealed with the import's key, and is gone with the key as soon
-- as the import has ended; of what was wrong in it stay the row, the column and a sentence, and no value.
create table imports (
    import_id     uuid        primary key,
    kind          text        not null check (kind in ('people', 'roster')),
    visit_id      uuid        references visits,
    agency_id     uuid        not null,
    desk          uuid,                              -- of the supervisors of who started it
    started_by    uuid        not null,
    dry_run       boolean     not null,
    language      text        not null,              -- in which what is wrong is said
    file_hash     bytea       not null,              -- keyed
    bytes         int         not null,
    holds_file    boolean     not null default true,
    state         text        not null default 'waiting' check (state in ('waiting', 'checking', 'importing', 'checked', 'done', 'refused', 'failed', 'cancelled')),
    reason        text,
    rows_read     int         not null default 0,
    rows_invalid  int         not null default 0,
    rows_total    int,
    rows_imported int,
    started_at    timestamptz not null,
    ended_at      timestamptz,
    lease         uuid,                              -- of the process that works on it
    leased_until  timestamptz,
    attempts      int         not null default 0,
    constraint roster_of_a_visit check ((kind = 'roster') = (visit_id is not null)),
    constraint ended_or_open check ((ended_at is null) = (state in ('waiting', 'checking', 'importing'))),
    constraint all_or_none check (rows_imported is null or (state = 'done' and not dry_run and rows_imported = rows_total))
);
-- the same file once, of two at the same time, too
create unique index imports_once on imports (agency_id, file_hash) where not dry_run and state in ('waiting', 'checking', 'importing', 'done');
create index imports_newest on imports (agency_id, started_at desc, import_id desc);
create index imports_open on imports (started_at) where state in ('waiting', 'checking', 'importing');
create index imports_with_file on imports (ended_at) where holds_file;

create table import_files (
    import_id uuid  primary key references imports,
    sealed    bytea not null
);
alter table import_files alter column sealed set storage external;   -- what is sealed does not get smaller

create table import_errors (
    import_id uuid not null references imports,
    at        int  not null,
    line      int,                                   -- as a spreadsheet counts; null where it is the whole file
    name      text,                                  -- of the column, or its letter
    message   text not null,
    primary key (import_id, at)
);

alter table imports enable row level security;
alter table imports force row level security;
alter table import_files enable row level security;
alter table import_files force row level security;
alter table import_errors enable row level security;
alter table import_errors force row level security;
grant select, insert, update (state, reason, rows_imported, ended_at, lease) on imports to $service$_app;
grant select, insert on import_files to $service$_app;
grant select on import_errors to $service$_app;
grant select, update on imports to $service$_jobs;
grant select (import_id), delete on import_files to $service$_jobs;
grant select, insert, delete on import_errors to $service$_jobs;

-- who started it, and who supervises their team
create policy import_seen on imports for select to $service$_app using (started_by = access.caller() or desk = any ((select access.grantees())::uuid[]));
create policy import_started on imports for insert to $service$_app with check (agency_id = access.agency() and started_by = access.caller() and state = 'waiting');
create policy import_ended on imports for update to $service$_app using (started_by = access.caller() or desk = any ((select access.grantees())::uuid[])) with check (state in ('done', 'cancelled'));
-- the file is read for who brought it and for nobody else
create policy file_of_ones_own on import_files for select to $service$_app using (exists (select 1 from imports i where i.import_id = import_files.import_id and i.started_by = access.caller()));
create policy file_brought on import_files for insert to $service$_app with check (exists (select 1 from imports i where i.import_id = import_files.import_id and i.started_by = access.caller()));
create policy errors_with_the_import on import_errors for select to $service$_app using (exists (select 1 from imports i where i.import_id = import_errors.import_id));
-- the clocks know which there are and how far they are, and open no file
create policy jobs_work on imports to $service$_jobs using (true) with check (true);
create policy jobs_destroy on import_files to $service$_jobs using (true);
create policy jobs_tell on import_errors to $service$_jobs using (true) with check (true);
