-- Erasure: on request of who keeps the file and by the word of a second person, or by a rule. Nothing of the person is left but ids and codes; the audit, the
-- ledger and the proof stay.
alter table people add column erased_at timestamptz;
alter table emergency_accesses add column erased boolean not null default false;
create index people_last_changed on people (updated_at) where erased_at is null;

-- Who waited for the file while it was erased finds it gone: a condition on the row itself is looked at again, one on its grants is not.
do $$
declare
    kept constant text := 'erased_at is null and exists (select 1 from access.grants g where g.record = people.person_id and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now()))';
    changed constant text := replace(kept, 'and (g.until', 'and g.because not in (''handover'', ''break-glass'') and (g.until');
begin
    execute 'alter policy file_seen on people using (' || kept || ')';
    execute 'alter policy file_changed on people using (' || changed || ') with check (' || changed || ')';
end $$;
alter policy opened_seen on emergency_accesses
    using (not erased
           and (opened_by = access.caller()
                or to_desk = any ((select access.grantees())::uuid[])
                or exists (select 1 from access.grants g where g.record = emergency_accesses.person_id and g.grantee = any ((select access.grantees())::uuid[])
                              and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now()))));

create or replace function file_of_code(p_case_code text) returns uuid
    language sql stable security definer set search_path = public, pg_temp as $$
    select person_id from people where case_code = p_case_code and agency_id = access.agency() and erased_at is null and access.roles() && '{caseworker,supervisor}'
$$;

create or replace function break_glass(p_access uuid, p_person uuid, p_desk uuid, p_reason bytea) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ends timestamptz := access.now() + interval '1 hour';
begin
    perform 1 from people where person_id = p_person and agency_id = access.agency() and erased_at is null for share;
    if not found or not (access.roles() && '{caseworker,supervisor}') then
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

create table erasures (
    erasure_id  uuid        primary key,
    person_id   uuid        not null references people,
    agency_id   uuid        not null,
    -- who decides, as grantees: the supervisors of the team, the agency's protection officers
    desks       uuid[]      not null,
    -- a code of erasure-reason.csv, or the rule of retention.csv
    because     text        not null,
    note        bytea,      -- sealed with the person's key: it goes with it
    status      text        not null check (status in ('asked', 'withdrawn', 'approved', 'done')),
    -- nobody, where a rule orders it
    asked_by    uuid,
    asked_at    timestamptz not null,
    decided_by  uuid,
    decided_at  timestamptz,
    tokens      int         not null default 0,
    done_at     timestamptz,
    constraint nobody_approves_their_own check (status = 'withdrawn' or asked_by is null or decided_by <> asked_by)
);
create unique index erasures_open on erasures (person_id) where status <> 'withdrawn';
create index erasures_of_an_agency on erasures (agency_id, asked_at desc, erasure_id desc);
create index erasures_unconfirmed on erasures (decided_at) where status = 'approved';

-- What each service destroyed, and when it was done there.
create table erasure_confirmations (
    erasure_id   uuid        not null references erasures,
    service      text        not null,
    keys         int         not null,
    tokens       int         not null,
    confirmed_at timestamptz not null,
    primary key (erasure_id, service)
);
create trigger only_added_to before update or delete or truncate on erasure_confirmations for each statement execute function access.only_added_to();

-- While one stands nothing of the person is erased.
create table legal_holds (
    hold_id     uuid        primary key,
    person_id   uuid        not null references people,
    because     text        not null,
    until       date,
    placed_by   uuid        not null,
    placed_at   timestamptz not null,
    lifted_by   uuid,
    lifted_at   timestamptz
);
create unique index legal_holds_standing on legal_holds (person_id) where lifted_at is null;

do $$
declare t text;
begin
    foreach t in array array['erasures', 'erasure_confirmations', 'legal_holds'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
    end loop;
end $$;
grant select, insert, update on erasures to $service$_app, $service$_jobs;
grant select on erasure_confirmations to $service$_app;
grant select, insert on erasure_confirmations to $service$_jobs;
grant select, insert, update on legal_holds to $service$_grantor;
grant select, update on erasures to $service$_grantor;

create policy erasure_seen on erasures for select to $service$_app
    using (asked_by = access.caller()
           or desks && (select access.grantees())::uuid[]
           or (agency_id = (select access.agency()) and 'auditor' = any ((select access.roles())::text[])));
create policy keeper_asks on erasures for insert to $service$_app
    with check (agency_id = access.agency() and asked_by = access.caller() and status = 'asked'
        and exists (select 1 from access.grants g where g.record = erasures.person_id and g.grantee = any ((select access.grantees())::uuid[])
                       and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));
-- taken back or refused; approved by a function only, as that erases
create policy sides_withdraw on erasures for update to $service$_app
    using (status = 'asked' and (asked_by = access.caller() or desks && (select access.grantees())::uuid[])) with check (status = 'withdrawn');
create policy jobs_erase on erasures to $service$_jobs using (true) with check (true);
create policy grantor_erases on erasures to $service$_grantor using (true) with check (true);
create policy proof_read on erasure_confirmations for select to $service$_app
    using (exists (select 1 from erasures e where e.erasure_id = erasure_confirmations.erasure_id));
create policy jobs_confirm on erasure_confirmations to $service$_jobs using (true) with check (true);
create policy grantor_holds on legal_holds to $service$_grantor using (true) with check (true);

grant select, delete on person_search_keys, person_identities, person_contacts, transfer_outlines, transfer_notes to $service$_grantor;
grant update on consents, emergency_accesses to $service$_grantor;
create policy grantor_erases on person_search_keys to $service$_grantor using (true);
create policy grantor_erases on person_identities to $service$_grantor using (true);
create policy grantor_erases on person_contacts to $service$_grantor using (true);
create policy grantor_erases on transfer_outlines to $service$_grantor using (true);
create policy grantor_erases on transfer_notes to $service$_grantor using (true);
create policy grantor_withdraws on consents for update to $service$_grantor using (true) with check (true);
-- a rule looks at when something was handed over for the last time
grant select on access.disclosures to $service$_jobs;
create policy jobs_see_when on access.disclosures for select to $service$_jobs using (true);

create function on_hold(p_person uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from legal_holds where person_id = p_person and lifted_at is null and (until is null or until >= access.day()))
$$;

-- A protection officer of the agency, who sees no file, holds one. Null where it is not one of theirs, false where it is held already.
create function place_hold(p_hold uuid, p_person uuid, p_because text, p_until date) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform 1 from people where person_id = p_person and agency_id = access.agency() and erased_at is null and 'protection-officer' = any (access.roles()) for update;
    if not found then
        return null;
    end if;
    if on_hold(p_person) then
        return false;
    end if;
    update legal_holds set lifted_at = access.now(), lifted_by = access.caller() where person_id = p_person and lifted_at is null;   -- its last day has passed
    insert into legal_holds (hold_id, person_id, because, until, placed_by, placed_at) values (p_hold, p_person, p_because, p_until, access.caller(), access.now());
    return true;
end $$;

-- True where it is theirs, held or not.
create function lift_hold(p_person uuid) returns boolean
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform 1 from people where person_id = p_person and agency_id = access.agency() and erased_at is null and 'protection-officer' = any (access.roles()) for update;
    if not found then
        return false;
    end if;
    update legal_holds set lifted_at = access.now(), lifted_by = access.caller() where person_id = p_person and lifted_at is null;
    return true;
end $$;

create function file_to_hold(p_person uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from people where person_id = p_person and agency_id = access.agency() and erased_at is null and 'protection-officer' = any (access.roles()))
$$;

-- Whether it is asked for already, for who keeps the file: not every keeper sees who asked.
create function erasure_open(p_person uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return access.keeps(p_person) and exists (select 1 from erasures where person_id = p_person and status <> 'withdrawn');
end $$;

-- All that can be destroyed here, in one transaction; the key follows. Gives the consents that ended by it with their versions, and in a row without one the
-- version of the file. No row: it is held, or erased already.
create function erase_person(p_erasure uuid, p_person uuid, p_holds_count boolean) returns table (withdrawn uuid, at_version int)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    p people;
    destroyed int;
    ended int;
begin
    -- who accepts a transfer has it first, and then the file
    perform 1 from transfers t where t.person_id = p_person and t.status = 'offered' for update;
    select * into p from people f where f.person_id = p_person and f.erased_at is null for update;
    if not found or (p_holds_count and on_hold(p_person)) then
        return;
    end if;

    delete from person_search_keys k where k.person_id = p_person;
    get diagnostics destroyed = row_count;
    delete from person_identities i where i.person_id = p_person;
    delete from person_contacts c where c.person_id = p_person;
    delete from transfer_notes n using transfers t where t.transfer_id = n.transfer_id and t.person_id = p_person;
    delete from transfer_outlines o using transfers t where t.transfer_id = o.transfer_id and t.person_id = p_person;
    update transfers t set status = 'withdrawn', ended_at = access.now(), version = t.version + 1 where t.person_id = p_person and t.status = 'offered';
    update emergency_accesses e set erased = true, reason = '' where e.person_id = p_person;
    delete from access.visible v where v.record = p_person or v.record in (select t.transfer_id from transfers t where t.person_id = p_person);
    delete from access.grants g where g.record = p_person or g.record in (select t.transfer_id from transfers t where t.person_id = p_person);

    return query
        with standing as (
            select c.consent_id, row_number() over (order by c.given_at, c.consent_id)::int as next from consents c where c.person_id = p_person and c.withdrawn_at is null)
        update consents c set withdrawn_at = access.now(), version = p.consent_version + s.next from standing s where c.consent_id = s.consent_id
        returning c.consent_id, c.version;
    get diagnostics ended = row_count;
    update consents c set witness = null where c.person_id = p_person;
    update people f set erased_at = access.now(), arrival_date = null, version = p.version + 1, consent_version = p.consent_version + ended, updated_at = access.now()
     where f.person_id = p_person;
    update erasures e set status = 'approved', decided_by = nullif(access.caller(), '00000000-0000-0000-0000-000000000000'), decided_at = access.now(), tokens = destroyed
     where e.erasure_id = p_erasure;
    return query select null::uuid, p.version + 1;
end $$;

-- By a second person: a supervisor of the team or a protection officer of the agency, never who asked.
create function approve_erasure(p_erasure uuid) returns table (withdrawn uuid, at_version int)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    e erasures;
begin
    select * into e from erasures a where a.erasure_id = p_erasure and a.status = 'asked' and a.desks && access.grantees() and a.asked_by <> access.caller() for update;
    if not found then
        raise exception 'this caller may not approve the erasure' using errcode = '42501';
    end if;
    return query select * from erase_person(p_erasure, e.person_id, true);
end $$;

grant create on schema public to $service$_grantor;
alter function on_hold(uuid) owner to $service$_grantor;
alter function place_hold(uuid, uuid, text, date) owner to $service$_grantor;
alter function file_to_hold(uuid) owner to $service$_grantor;
alter function erasure_open(uuid) owner to $service$_grantor;
alter function lift_hold(uuid) owner to $service$_grantor;
alter function erase_person(uuid, uuid, boolean) owner to $service$_grantor;
alter function approve_erasure(uuid) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function on_hold(uuid), file_to_hold(uuid), erasure_open(uuid), place_hold(uuid, uuid, text, date), lift_hold(uuid), erase_person(uuid, uuid, boolean), approve_erasure(uuid) from public;
grant execute on function on_hold(uuid) to $service$_app, $service$_jobs, $service$_grantor;
grant execute on function file_to_hold(uuid), erasure_open(uuid), place_hold(uuid, uuid, text, date), lift_hold(uuid), approve_erasure(uuid) to $service$_app;
grant execute on function erase_person(uuid, uuid, boolean) to $service$_jobs, $service$_grantor;
