-- Looking for somebody's family: what is sought and was found is sealed with the file's key; in clear stand the state, who stood for which side, and days.
create table tracings (
    tracing_id       uuid        primary key,
    person_id        uuid        not null references people,
    agency_id        uuid        not null,
    -- whom they look for, where that is a link of the same file
    link_id          uuid        references family_links on delete set null,
    state            text        not null check (state in ('open', 'tracing-in-progress', 'verified', 'reunified', 'closed')),
    -- a supervisor has assessed the risk to both, and lets the family be contacted
    may_contact      boolean     not null default false,
    child_side_by    uuid,
    family_side_by   uuid,
    interests_by     uuid,
    interests_ok_by  uuid,
    follow_up_on     date,
    next_at          timestamptz,
    sealed           bytea       not null,
    recorded_by      uuid        not null,
    recorded_at      timestamptz not null,
    version          int         not null default 1,
    constraint each_side_by_another check (child_side_by <> family_side_by),
    constraint verified_from_both_sides check (state not in ('verified', 'reunified') or (child_side_by is not null and family_side_by is not null)),
    constraint interests_approved_by_another check (interests_ok_by is null or (interests_ok_by <> interests_by) is true)
);
create index tracings_of_an_agency on tracings (agency_id, recorded_at desc, tracing_id desc);
create index tracings_of_a_person on tracings (person_id, recorded_at desc, tracing_id desc);
create index tracings_next on tracings (next_at) where next_at is not null;

-- Each thing that was done, found or decided. Only ever added to, until the file goes.
create table tracing_steps (
    step_id     uuid        primary key,
    position    bigint      generated always as identity,
    tracing_id  uuid        not null references tracings,
    person_id   uuid        not null references people,
    sealed      bytea       not null,
    recorded_by uuid        not null,
    recorded_at timestamptz not null
);
create index tracing_steps_of_one on tracing_steps (tracing_id, position);

alter table tracings enable row level security;
alter table tracings force row level security;
alter table tracing_steps enable row level security;
alter table tracing_steps force row level security;
grant select, insert, update on tracings to $service$_app;
grant select, insert on tracing_steps to $service$_app;
grant select, delete on tracings, tracing_steps to $service$_grantor;
grant select (tracing_id, person_id, agency_id, follow_up_on, next_at, version), update (next_at, version) on tracings to $service$_jobs;   -- what a clock needs, and no word of it

create policy tracings_by_package on tracings to $service$_app
    using (exists (select 1 from access.grants g where g.record = tracings.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'family' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (agency_id = access.agency()
        and exists (select 1 from access.grants g where g.record = tracings.person_id and g.grantee = any ((select access.grantees())::uuid[])
                       and g.because not in ('handover', 'break-glass') and 'family' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy tracing_steps_by_package on tracing_steps to $service$_app
    using (exists (select 1 from access.grants g where g.record = tracing_steps.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'family' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (recorded_by = access.caller()
        and exists (select 1 from access.grants g where g.record = tracing_steps.person_id and g.grantee = any ((select access.grantees())::uuid[])
                       and g.because not in ('handover', 'break-glass') and 'family' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy jobs_keep_clocks on tracings to $service$_jobs using (true) with check (true);
create policy grantor_erases on tracings to $service$_grantor using (true);
create policy grantor_erases on tracing_steps to $service$_grantor using (true);

-- in the order of their names: the steps first
create trigger tracing_steps_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('tracing_steps');
create trigger tracings_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('tracings');
