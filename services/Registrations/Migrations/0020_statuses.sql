-- What a person was and is in the terms of migration and displacement, each with its day, its source and who said so. An asylum claim is among the most dangerous
-- facts there are: all of it is sealed with the person's key. Nothing is taken out before the person is erased; what no longer holds is ended.
create table person_statuses (
    status_id   uuid        primary key,
    person_id   uuid        not null references people,
    sealed      bytea       not null,
    recorded_by uuid        not null,
    recorded_at timestamptz not null,
    ended_at    timestamptz
);
create index person_statuses_of_a_person on person_statuses (person_id, recorded_at desc, status_id desc);
alter table person_statuses enable row level security;
alter table person_statuses force row level security;
grant select, insert, update on person_statuses to $service$_app;
grant select, delete on person_statuses to $service$_grantor;

create policy statuses_by_package on person_statuses to $service$_app
    using (exists (select 1 from access.grants g where g.record = person_statuses.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'identity' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = person_statuses.person_id and g.grantee = any ((select access.grantees())::uuid[])
                           and g.because not in ('handover', 'break-glass') and 'identity' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy grantor_erases on person_statuses to $service$_grantor using (true);

-- What belongs to a person's file goes with the person, in the commit that erases them.
create function goes_with_the_person() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    execute format('delete from %I where person_id = $1', tg_argv[0]) using new.person_id;
    return null;
end $$;
create trigger statuses_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('person_statuses');
