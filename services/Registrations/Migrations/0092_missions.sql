-- Journeys of a team to places outside the towns in which it works. What is planned, who cleared it and what came of it is sealed with the mission's own key; in clear stand the
-- state, the days and the municipalities.
create table missions (
    mission_id  uuid        primary key,
    agency_id   uuid        not null,
    team_id     uuid,
    recorded_by uuid        not null,
    state       text        not null check (state in ('planned', 'under-way', 'done', 'cancelled')),
    from_on     date        not null,
    until_on    date        not null,
    area_codes  text[]      not null,
    cleared_at  timestamptz,
    sealed      bytea       not null,
    recorded_at timestamptz not null,
    updated_at  timestamptz not null,
    version     int         not null default 1,
    constraint it_ends_after_it_begins check (until_on >= from_on),
    constraint nobody_leaves_uncleared check (state in ('planned', 'cancelled') or cleared_at is not null)
);
create index missions_open on missions (agency_id, until_on) where state in ('planned', 'under-way');

alter table missions enable row level security;
alter table missions force row level security;
grant select, insert, update on missions to $service$_app;

create policy mission_seen on missions for select to $service$_app
    using (exists (select 1 from access.grants g where g.record = missions.mission_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy mission_recorded on missions for insert to $service$_app with check (agency_id = access.agency() and recorded_by = access.caller());
create policy mission_corrected on missions for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = missions.mission_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = missions.mission_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));

-- What was done on the way.
alter table visits add column mission_id uuid references missions;
alter table outreach_sessions add column mission_id uuid references missions;
