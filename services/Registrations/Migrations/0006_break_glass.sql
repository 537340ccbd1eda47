-- Breaking the glass: a file of the own agency is opened by who does not keep it, for an hour, with a reason. Who keeps it and the agency's protection
-- officers see it at once; a second person says afterwards whether it was right.

-- what a handover does not let one write, an emergency does not either
do $$
declare
    kept constant text := 'exists (select 1 from access.grants g where g.record = %1$I.person_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because not in (''handover'', ''break-glass'') and (g.until is null or g.until > access.now()))';
    package constant text := 'exists (select 1 from access.grants g where g.record = %1$I.person_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because not in (''handover'', ''break-glass'') and %2$L = any (g.packages) and (g.until is null or g.until > access.now()))';
begin
    execute format('alter policy file_changed on %1$I using (' || kept || ') with check (' || kept || ')', 'people');
    execute format('alter policy identity_by_package on %1$I with check (' || package || ')', 'person_identities', 'identity');
    execute format('alter policy contact_by_package on %1$I with check (' || package || ')', 'person_contacts', 'contact');
    execute format('alter policy consents_with_the_file on %1$I with check (' || kept || ')', 'consents');
end $$;

create table emergency_accesses (
    access_id    uuid        primary key,
    person_id    uuid        not null references people,
    agency_id    uuid        not null,
    -- the agency's protection officers, as a grantee
    to_desk      uuid        not null,
    opened_by    uuid        not null,
    reason       bytea       not null,   -- sealed with the person's key: it may hold a name
    opened_at    timestamptz not null,
    until        timestamptz not null,
    confirm_by   timestamptz not null,
    confirmed_by uuid,
    confirmed_at timestamptz,
    justified    boolean,
    constraint nobody_confirms_their_own check (confirmed_by <> opened_by)
);
create index emergency_accesses_of_an_agency on emergency_accesses (agency_id, opened_at desc, access_id desc);
create index emergency_accesses_of_a_person on emergency_accesses (person_id);
alter table emergency_accesses enable row level security;
alter table emergency_accesses force row level security;
grant select, insert on emergency_accesses to $service$_grantor;
grant select, update on emergency_accesses to $service$_app;

create policy opened_seen on emergency_accesses for select to $service$_app
    using (opened_by = access.caller()
           or to_desk = any ((select access.grantees())::uuid[])
           or exists (select 1 from access.grants g where g.record = emergency_accesses.person_id and g.grantee = any ((select access.grantees())::uuid[])
                         and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));
create policy confirmed_by_another on emergency_accesses for update to $service$_app
    using (to_desk = any ((select access.grantees())::uuid[]) and opened_by <> access.caller() and confirmed_at is null)
    with check (confirmed_by = access.caller());
create policy grantor_opens on emergency_accesses to $service$_grantor using (true) with check (true);

-- Gives the person whose file it is, for the key that the reason is sealed with; nothing for a code of another agency.
create function file_of_code(p_case_code text) returns uuid
    language sql stable security definer set search_path = public, pg_temp as $$
    select person_id from people where case_code = p_case_code and agency_id = access.agency() and access.roles() && '{caseworker,supervisor}'
$$;

create function break_glass(p_access uuid, p_person uuid, p_desk uuid, p_reason bytea) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ends timestamptz := access.now() + interval '1 hour';
begin
    if not (access.roles() && '{caseworker,supervisor}')
       or not exists (select 1 from people where person_id = p_person and agency_id = access.agency()) then
        raise exception 'this caller may not open the file' using errcode = '42501';
    end if;
    insert into emergency_accesses (access_id, person_id, agency_id, to_desk, opened_by, reason, opened_at, until, confirm_by)
    values (p_access, p_person, access.agency(), p_desk, access.caller(), p_reason, access.now(), ends, access.now() + interval '72 hours');
    insert into access.grants (record, grantee, because, packages, until, given_by, given_at)
    values (p_person, access.caller(), 'break-glass', '{identity,contact,family}', ends, access.caller(), access.now())
    on conflict (record, grantee, because) do update set until = excluded.until, given_at = excluded.given_at;
    insert into access.visible (grantee, list, record, sort_at, state)
    select access.caller(), 'people', person_id, registered_at, 'open' from people where person_id = p_person
    on conflict do nothing;
end $$;
grant create on schema public to $service$_grantor;
alter function file_of_code(text) owner to $service$_grantor;
alter function break_glass(uuid, uuid, uuid, bytea) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function file_of_code(text), break_glass(uuid, uuid, uuid, bytea) from public;
grant execute on function file_of_code(text), break_glass(uuid, uuid, uuid, bytea) to $service$_app;
