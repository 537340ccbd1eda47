-- What programmes of an agency ask of their people beyond the file. A form is data: it is proposed by one, approved by another, and never changed; the next one replaces it.
create table programme_forms (
    form_id     uuid        primary key,
    agency_id   uuid        not null,
    code        text        not null,
    form        jsonb       not null,
    state       text        not null check (state in ('proposed', 'in-force', 'replaced', 'rejected')),
    proposed_by uuid        not null,
    proposed_at timestamptz not null,
    decided_by  uuid,
    decided_at  timestamptz,
    constraint nobody_approves_their_own check (state in ('proposed', 'rejected') or (decided_by <> proposed_by) is true)
);
create unique index programme_forms_proposed on programme_forms (agency_id, code) where state = 'proposed';
create unique index programme_forms_in_force on programme_forms (agency_id, code) where state = 'in-force';
alter table programme_forms enable row level security;
alter table programme_forms force row level security;
grant select, insert on programme_forms to $service$_app;
grant update (state, decided_by, decided_at) on programme_forms to $service$_app;
create policy agency_sees on programme_forms for select to $service$_app using (agency_id = (select access.agency()));
create policy supervisor_proposes on programme_forms for insert to $service$_app
    with check (agency_id = access.agency() and proposed_by = access.caller() and state = 'proposed' and 'supervisor' = any (access.roles()));
create policy another_decides on programme_forms for update to $service$_app
    using (agency_id = (select access.agency()) and state in ('proposed', 'in-force') and (select access.roles())::text[] && '{supervisor,protection-officer}')
    with check (state in ('in-force', 'replaced', 'rejected'));

-- What was answered, sealed with the person's key.
create table person_programmes (
    record_id   uuid        primary key,
    person_id   uuid        not null references people,
    programme   text        not null,
    sealed      bytea       not null,
    recorded_by uuid        not null,
    recorded_at timestamptz not null,
    version     int         not null,
    unique (person_id, programme)
);
alter table person_programmes enable row level security;
alter table person_programmes force row level security;
grant select, insert, update on person_programmes to $service$_app;
grant select, delete on person_programmes to $service$_grantor;
create policy programmes_by_package on person_programmes to $service$_app
    using (exists (select 1 from access.grants g where g.record = person_programmes.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'identity' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = person_programmes.person_id and g.grantee = any ((select access.grantees())::uuid[])
                           and g.because not in ('handover', 'break-glass') and 'identity' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy grantor_erases on person_programmes to $service$_grantor using (true);
create trigger programmes_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('person_programmes');
