-- Records are found by the keys of the matcher. Which rules and which secret a record's keys were made with is kept beside them; 0: they are to be made, by a clock
-- that opens the record. Whatever changes the rules or the secret has them all made anew.
create table keyings (
    person_id uuid primary key references people,
    stamp     int  not null
);
create index keyings_to_make on keyings (person_id) where stamp = 0;
insert into keyings (person_id, stamp) select person_id, 0 from people where erased_at is null;
alter table keyings enable row level security;
alter table keyings force row level security;
grant insert on keyings to $service$_app;
grant select, update, delete on keyings to $service$_jobs;
grant select, delete on keyings to $service$_grantor;

create policy keyed_with_the_file on keyings for insert to $service$_app with check (granted(person_id, null));
create policy jobs_key on keyings to $service$_jobs using (true) with check (true);
create policy grantor_erases on keyings to $service$_grantor using (true);
create trigger keyings_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('keyings');

-- The clock opens what it makes keys of, and nothing else.
grant select on person_identities, person_contacts to $service$_jobs;
create policy jobs_open_to_key on person_identities for select to $service$_jobs
    using (exists (select 1 from keyings k where k.person_id = person_identities.person_id and k.stamp = 0));
create policy jobs_open_to_key on person_contacts for select to $service$_jobs
    using (exists (select 1 from keyings k where k.person_id = person_contacts.person_id and k.stamp = 0));
grant select, insert, delete on person_search_keys to $service$_jobs;
create policy jobs_key on person_search_keys to $service$_jobs using (true)
    with check (exists (select 1 from keyings k where k.person_id = person_search_keys.person_id and k.stamp = 0));
