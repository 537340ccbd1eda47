-- Where people were brought ashore, and how many: numbers of a day, with no way from them to a person. Who is screened there is registered by the same call and linked to
-- neither the event nor its numbers.
create table disembarkations (
    disembarkation_id uuid        primary key,
    agency_id         uuid        not null,
    team_id           uuid,
    recorded_by       uuid        not null,
    at                timestamptz not null,
    area_code         text        not null,
    point_code        text,
    force_code        text        not null,
    counts            jsonb       not null,
    sealed            bytea       not null,
    recorded_at       timestamptz not null,
    updated_at        timestamptz not null,
    version           int         not null default 1
);

alter table disembarkations enable row level security;
alter table disembarkations force row level security;
grant select, insert, update on disembarkations to $service$_app;

create policy disembarkation_seen on disembarkations for select to $service$_app
    using (exists (select 1 from access.grants g where g.record = disembarkations.disembarkation_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy disembarkation_recorded on disembarkations for insert to $service$_app with check (agency_id = access.agency() and recorded_by = access.caller());
create policy disembarkation_corrected on disembarkations for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = disembarkations.disembarkation_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = disembarkations.disembarkation_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));
