-- Whether a child is alone, with relatives or with who cares for them: each saying is a row, the newest holds, and none is changed. All of it is sealed with the file's key.
create table separations (
    separation_id uuid        primary key,
    person_id     uuid        not null references people,
    version       int         not null,
    sealed        bytea       not null,
    recorded_by   uuid        not null,
    recorded_at   timestamptz not null,
    constraint one_of_each_version unique (person_id, version)
);
alter table separations enable row level security;
alter table separations force row level security;
grant select, insert on separations to $service$_app;
grant select, delete on separations to $service$_grantor;

create policy separations_by_package on separations to $service$_app
    using (exists (select 1 from access.grants g where g.record = separations.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'family' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (recorded_by = access.caller()
        and exists (select 1 from access.grants g where g.record = separations.person_id and g.grantee = any ((select access.grantees())::uuid[])
                       and g.because not in ('handover', 'break-glass') and 'family' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy grantor_erases on separations to $service$_grantor using (true);
create trigger separations_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('separations');
