-- Awareness and outreach: how many people were reached, by sex and age band. There is no roster, and no column for one.
create table outreach_sessions (
    session_id  uuid        primary key,
    agency_id   uuid        not null,
    team_id     uuid,
    recorded_by uuid        not null,
    held_on     date        not null,
    area_code   text        not null,
    method      text        not null,
    topic       text        not null,
    counts      jsonb       not null,
    sealed      bytea       not null,
    recorded_at timestamptz not null,
    updated_at  timestamptz not null,
    version     int         not null default 1
);

alter table outreach_sessions enable row level security;
alter table outreach_sessions force row level security;
grant select, insert, update on outreach_sessions to $service$_app;

create policy session_seen on outreach_sessions for select to $service$_app
    using (exists (select 1 from access.grants g where g.record = outreach_sessions.session_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy session_recorded on outreach_sessions for insert to $service$_app with check (agency_id = access.agency() and recorded_by = access.caller());
create policy session_corrected on outreach_sessions for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = outreach_sessions.session_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = outreach_sessions.session_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));
