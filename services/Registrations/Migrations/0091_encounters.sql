-- When somebody on file was met or spoken to, and how. All of it is sealed with the person's key; in clear stand who wrote it down and when, the last day to follow it up, and
-- which encounter it followed up. A correction is a row of its own: what was written before stays.
create table person_encounters (
    encounter_id uuid        not null,
    version      int         not null,
    person_id    uuid        not null references people,
    follows_up   uuid,
    follow_up_on date,
    sealed       bytea       not null,
    recorded_by  uuid        not null,
    recorded_at  timestamptz not null,
    primary key (encounter_id, version)
);
create index person_encounters_of_a_person on person_encounters (person_id, encounter_id desc, version desc);
create index person_encounters_to_follow_up on person_encounters (person_id) where follow_up_on is not null;
create index person_encounters_following on person_encounters (follows_up) where follows_up is not null;
alter table person_encounters enable row level security;
alter table person_encounters force row level security;
grant select, insert on person_encounters to $service$_app;
grant select, delete on person_encounters to $service$_grantor;
grant select (person_id, recorded_at) on person_encounters to $service$_jobs;   -- whether there was anything new in a file

create policy encounters_by_package on person_encounters to $service$_app
    using (exists (select 1 from access.grants g where g.record = person_encounters.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'identity' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = person_encounters.person_id and g.grantee = any ((select access.grantees())::uuid[])
                           and g.because not in ('handover', 'break-glass') and 'identity' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy jobs_look_for_the_newest on person_encounters for select to $service$_jobs using (true);
create policy grantor_erases on person_encounters to $service$_grantor using (true);
create trigger encounters_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('person_encounters');
