-- Visits to sites. What is told of one is sealed with its own key; the numbers are not: of a moment, by sex and age band, with no way from them to a person.
create table visits (
    visit_id     uuid        primary key,
    agency_id    uuid        not null,
    team_id      uuid,
    recorded_by  uuid        not null,
    visitors     uuid[]      not null default '{}',
    state        text        not null check (state in ('planned', 'access-requested', 'granted', 'refused', 'done', 'report-draft', 'reviewed', 'closed')),
    site_type    text        not null,
    area_code    text        not null,
    planned_for  date,
    visited_at   timestamptz,
    access       text,
    counts       jsonb       not null,
    sealed       bytea       not null,
    annexed      boolean     not null default false,
    reviewed_by  uuid,
    reviewed_at  timestamptz,
    follow_up_on date,
    recorded_at  timestamptz not null,
    updated_at   timestamptz not null,
    version      int         not null default 1,
    constraint what_was_made_says_when check (state not in ('done', 'report-draft', 'reviewed') or (visited_at is not null and access is not null)),
    constraint reviewed_by_who_did_not_visit check (reviewed_by is null or (reviewed_by <> recorded_by and reviewed_by <> all (visitors)))
);

-- What could tell who spoke there: read by who recorded the visit and the agency's protection officers.
create table visit_annexes (
    visit_id   uuid        primary key references visits,
    sealed     bytea       not null,
    written_at timestamptz not null,
    version    int         not null default 1
);

alter table visits enable row level security;
alter table visits force row level security;
alter table visit_annexes enable row level security;
alter table visit_annexes force row level security;
grant select, insert, update on visits, visit_annexes to $service$_app;

create policy visit_seen on visits for select to $service$_app
    using (exists (select 1 from access.grants g where g.record = visits.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy visit_recorded on visits for insert to $service$_app with check (agency_id = access.agency() and recorded_by = access.caller());
create policy visit_changed on visits for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = visits.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = visits.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));

create policy annex_read on visit_annexes for select to $service$_app
    using (exists (select 1 from access.grants g where g.record = visit_annexes.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'confidential-annex' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy annex_written on visit_annexes for insert to $service$_app
    with check (exists (select 1 from access.grants g where g.record = visit_annexes.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'confidential-annex' = any (g.packages) and g.because = 'ownership' and (g.until is null or g.until > access.now())));
create policy annex_changed on visit_annexes for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = visit_annexes.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'confidential-annex' = any (g.packages) and g.because = 'ownership' and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = visit_annexes.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'confidential-annex' = any (g.packages) and g.because = 'ownership' and (g.until is null or g.until > access.now())));

-- Whose data was read is told of people: what was seen at a place names nobody.
create or replace function exposed_people(p_agency uuid, p_caller uuid, p_from timestamptz, p_until timestamptz, p_before timestamptz, p_before_record uuid, p_limit int)
    returns table (person_id uuid, case_code text, data_classes text[], first_at timestamptz, last_at timestamptz, times bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select whom.person, p.case_code, whom.data_classes, whom.first_at, whom.last_at, whom.times
      from (select coalesce(t.person_id, e.person_id, q.person_id, r.person_id, x.record) as person, array_agg(distinct x.data_class order by x.data_class) as data_classes,
                   min(x.at) as first_at, max(x.at) as last_at, count(distinct x.entry) as times
              from access.exposed(p_agency, p_caller, p_from, p_until) x
              left join transfers t on t.transfer_id = x.record
              left join emergency_accesses e on e.access_id = x.record
              left join subject_requests q on q.request_id = x.record
              left join erasures r on r.erasure_id = x.record
             where x.data_class not in ('site', 'annex') and not exists (select 1 from exports o where o.export_id = x.record)
             group by coalesce(t.person_id, e.person_id, q.person_id, r.person_id, x.record)) whom
      left join people p on p.person_id = whom.person
     where (whom.last_at, whom.person) < (p_before, p_before_record)
     order by whom.last_at desc, whom.person desc limit p_limit
$$;
