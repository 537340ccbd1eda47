-- What was seen at a site goes on: a summary that names nobody is shared inside the agency, and what it was used for is written down.
alter table visits drop constraint visits_state_check;
alter table visits add constraint visits_state_check
    check (state in ('planned', 'access-requested', 'granted', 'refused', 'done', 'report-draft', 'reviewed', 'shared-internal', 'advocacy-used', 'closed'));
alter table visits drop constraint what_was_made_says_when;
alter table visits add constraint what_was_made_says_when
    check (state not in ('done', 'report-draft', 'reviewed', 'shared-internal', 'advocacy-used') or (visited_at is not null and access is not null));
alter table visits add constraint shared_after_review check (state not in ('shared-internal', 'advocacy-used') or reviewed_by is not null);

-- Sealed with the visit's key. The visit itself stays with who keeps it: here stands what the others may know of it.
create table visit_summaries (
    visit_id   uuid        primary key references visits,
    agency_id  uuid        not null,
    site_type  text        not null,
    area_code  text        not null,
    visited_on date        not null,
    shared_by  uuid        not null,
    shared_at  timestamptz not null,
    sealed     bytea       not null
);
create index visit_summaries_newest on visit_summaries (agency_id, shared_at desc, visit_id desc);

create table visit_uses (
    use_id      uuid        primary key,
    visit_id    uuid        not null references visits,
    audience    text        not null,
    used_on     date        not null,
    recorded_by uuid        not null,
    recorded_at timestamptz not null,
    sealed      bytea       not null
);
create index visit_uses_of_visit on visit_uses (visit_id, recorded_at);

alter table visit_summaries enable row level security;
alter table visit_summaries force row level security;
alter table visit_uses enable row level security;
alter table visit_uses force row level security;
grant select, insert on visit_summaries, visit_uses to $service$_app;

create policy summary_inside_the_agency on visit_summaries for select to $service$_app
    using (agency_id = (select access.agency()) and (select access.roles())::text[] && '{monitor,caseworker,supervisor,protection-officer}');
create policy summary_by_a_supervisor on visit_summaries for insert to $service$_app
    with check (agency_id = access.agency() and shared_by = access.caller() and 'supervisor' = any (access.roles())
                and exists (select 1 from access.grants g where g.record = visit_summaries.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                               and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));
create policy use_with_the_visit on visit_uses for select to $service$_app using (exists (select 1 from visits v where v.visit_id = visit_uses.visit_id));
create policy use_by_a_supervisor on visit_uses for insert to $service$_app
    with check (recorded_by = access.caller() and 'supervisor' = any (access.roles())
                and exists (select 1 from access.grants g where g.record = visit_uses.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                               and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));

-- Whom one met at a visit, and what could tell who spoke there, is not kept for ever. Which visits have a roster stands with them, so that a clock need not look.
alter table visits add column roster_kept boolean not null default false;
update visits v set roster_kept = true where exists (select 1 from visit_roster r where r.visit_id = v.visit_id);
create index visits_with_roster on visits (coalesce(visited_at, recorded_at)) where roster_kept;
create index visits_with_annex on visits (coalesce(visited_at, recorded_at)) where annexed;
grant select (visit_id, visited_at, recorded_at, annexed, roster_kept), update (annexed, roster_kept) on visits to $service$_jobs;
grant select (visit_id), delete on visit_roster, visit_annexes to $service$_jobs;
create policy jobs_forget on visit_roster to $service$_jobs using (true);
create policy jobs_forget on visit_annexes to $service$_jobs using (true);
