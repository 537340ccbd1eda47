-- Exports: files of a few people for another agency, to take away. Two others than who asked approve: a supervisor and a protection officer of the agency. There is
-- no file: it is made from the people's own rows each time it is downloaded, by the policies of those rows.
create table exports (
    export_id           uuid        primary key,
    agency_id           uuid        not null,
    asked_by            uuid        not null,
    recipient_agency_id uuid        not null,
    purpose             text        not null,
    packages            text[]      not null,
    people              int         not null check (people between 1 and 25),
    reason              bytea       not null,   -- sealed with the export's key
    asked_at            timestamptz not null,
    expires_at          timestamptz not null,
    supervisor_id       uuid,
    supervisor_at       timestamptz,
    officer_id          uuid,
    officer_at          timestamptz,
    refused_by          uuid,
    refused_at          timestamptz,
    made_at             timestamptz,
    ended_at            timestamptz,
    constraint three_people check (supervisor_id <> asked_by and officer_id <> asked_by and supervisor_id <> officer_id),
    constraint made_once_approved check (made_at is null or (supervisor_id is not null and officer_id is not null)),
    constraint within_three_days check (expires_at > asked_at and expires_at <= asked_at + interval '72 hours')
);
create index exports_of_an_agency on exports (agency_id, asked_at desc, export_id desc);

-- Who is in it: told to who asked, and to nobody who approves.
create table export_people (
    export_id uuid not null references exports,
    person_id uuid not null references people,
    primary key (export_id, person_id)
);
create index export_people_of_a_person on export_people (person_id);

alter table exports enable row level security;
alter table exports force row level security;
alter table export_people enable row level security;
alter table export_people force row level security;
grant select on exports, export_people to $service$_app;
grant select, insert, update on exports to $service$_grantor;
grant insert on export_people to $service$_grantor;

create policy export_seen on exports for select to $service$_app
    using (agency_id = access.agency() and (asked_by = access.caller() or access.roles() && '{supervisor,protection-officer}'));
create policy content_of_ones_own on export_people for select to $service$_app
    using (exists (select 1 from exports e where e.export_id = export_people.export_id and e.asked_by = access.caller()));
-- no login makes or changes an export: what may happen to one is what these functions do
create policy grantor_decides on exports to $service$_grantor using (true) with check (true);
create policy grantor_fills on export_people for insert to $service$_grantor with check (true);

create function export_ask(p_export uuid, p_recipient uuid, p_purpose text, p_packages text[], p_people uuid[], p_reason bytea, p_hours int) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not access.feature_on('export-of-files') or not access.roles() && '{caseworker,supervisor}' or exists (select 1 from unnest(p_people) as p(person) where not access.keeps(p.person)) then
        raise exception 'this caller may not ask for the export' using errcode = '42501';
    end if;
    insert into exports (export_id, agency_id, asked_by, recipient_agency_id, purpose, packages, people, reason, asked_at, expires_at)
    values (p_export, access.agency(), access.caller(), p_recipient, p_purpose, p_packages, cardinality(p_people), p_reason, access.now(), access.now() + make_interval(hours => p_hours));
    insert into export_people (export_id, person_id) select p_export, unnest(p_people);
end $$;

create function export_approve(p_export uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    e exports;
begin
    select * into e from exports where export_id = p_export and agency_id = access.agency() and asked_by <> access.caller()
       and refused_at is null and ended_at is null and expires_at > access.now() for update;
    if not found or access.caller() is not distinct from e.supervisor_id or access.caller() is not distinct from e.officer_id or not access.feature_on('export-of-files') then
        raise exception 'this caller may not approve the export' using errcode = '42501';
    elsif e.supervisor_id is null and 'supervisor' = any (access.roles()) then
        update exports set supervisor_id = access.caller(), supervisor_at = access.now() where export_id = p_export;
    elsif e.officer_id is null and 'protection-officer' = any (access.roles()) then
        update exports set officer_id = access.caller(), officer_at = access.now() where export_id = p_export;
    else
        raise exception 'this caller may not approve the export' using errcode = '42501';
    end if;
end $$;

create function export_refuse(p_export uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update exports set refused_by = access.caller(), refused_at = access.now()
     where export_id = p_export and agency_id = access.agency() and asked_by <> access.caller() and access.roles() && '{supervisor,protection-officer}'
       and refused_at is null and ended_at is null;
    if not found then
        raise exception 'this caller may not refuse the export' using errcode = '42501';
    end if;
end $$;

create function export_made(p_export uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update exports set made_at = coalesce(made_at, access.now())
     where export_id = p_export and agency_id = access.agency() and asked_by = access.caller() and supervisor_id is not null and officer_id is not null
       and refused_at is null and ended_at is null and expires_at > access.now() and access.feature_on('export-of-files');
    if not found then
        raise exception 'this caller may not make the export' using errcode = '42501';
    end if;
end $$;

create function export_end(p_export uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update exports set ended_at = coalesce(ended_at, access.now()) where export_id = p_export and agency_id = access.agency() and asked_by = access.caller();
    if not found then
        raise exception 'this caller may not end the export' using errcode = '42501';
    end if;
end $$;

grant create on schema public to $service$_grantor;
alter function export_ask(uuid, uuid, text, text[], uuid[], bytea, int) owner to $service$_grantor;
alter function export_approve(uuid) owner to $service$_grantor;
alter function export_refuse(uuid) owner to $service$_grantor;
alter function export_made(uuid) owner to $service$_grantor;
alter function export_end(uuid) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function export_ask(uuid, uuid, text, text[], uuid[], bytea, int), export_approve(uuid), export_refuse(uuid), export_made(uuid), export_end(uuid) from public;
grant execute on function export_ask(uuid, uuid, text, text[], uuid[], bytea, int), export_approve(uuid), export_refuse(uuid), export_made(uuid), export_end(uuid) to $service$_app;
