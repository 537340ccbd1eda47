-- What the audit shows of a caller in an hour that is more than their work explains: noticed once, and read by who oversees the caller's agency.
create table access.unusual (
    notice_id  uuid        primary key,
    caller     uuid        not null,
    agency     uuid        not null,
    kind       text        not null check (kind in ('many-records', 'out-of-area', 'after-reassignment', 'many-refused')),
    records    int         not null,
    since      timestamptz not null,
    until      timestamptz not null
);
create index unusual_of_agency on access.unusual (agency, until desc, notice_id desc);
create index unusual_of_caller on access.unusual (caller, kind, until desc);
alter table access.unusual enable row level security;
alter table access.unusual force row level security;
create policy overseers_read on access.unusual for select to $service$_app
    using (agency = (select access.agency()) and ((select access.roles())::text[]) && '{auditor,protection-officer}');
create policy jobs_notice on access.unusual to $service$_jobs using (true) with check (true);
grant select on access.unusual to $service$_app;
grant select, insert on access.unusual to $service$_jobs;

create policy jobs_watch on access.audit for select to $service$_jobs using (true);
grant select on access.audit to $service$_jobs;
-- the last hour of a trail that only grows: its pages lie together, and an entry costs its writer next to nothing
create index audit_by_time on access.audit using brin (at) with (pages_per_range = 16);
