-- Two files of one agency that are of one person. The duplicate keeps all that is in it and points to the file that is kept: nothing is copied, so that undoing it is
-- taking the pointer away. From then on nothing more is written in the duplicate, but a consent that was given there can be taken back there.
alter table people add column merged_into uuid references people;
create index people_merged on people (merged_into) where merged_into is not null;

-- Whoever locks a merged file to change what is in it does not get it; nor does the login of the service merge one.
do $$
declare
    changed constant text := 'erased_at is null and merged_into is null and exists (select 1 from access.grants g where g.record = people.person_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because not in (''handover'', ''break-glass'') and (g.until is null or g.until > access.now()))';
begin
    execute 'alter policy file_changed on people using (' || changed || ') with check (' || changed || ')';
end $$;

-- The files of one person: the one that is kept and what was merged into it, whichever of them is asked for.
create function files_of(p_person uuid) returns uuid[] language sql stable set search_path = public, pg_temp as $$
    select array(select f.person_id from people f, (select coalesce(p.merged_into, p.person_id) as kept from people p where p.person_id = p_person) r
                  where f.person_id = r.kept or f.merged_into = r.kept order by f.person_id)
$$;

create table merges (
    merge_id    uuid        primary key,
    agency_id   uuid        not null,
    kept        uuid        not null references people,
    merged      uuid        not null references people,
    state       text        not null check (state in ('proposed', 'rejected', 'merged', 'undone')),
    proposed_by uuid        not null,
    proposed_at timestamptz not null,
    decided_by  uuid,
    decided_at  timestamptz,
    undone_by   uuid,
    undone_at   timestamptz,
    version     int         not null default 1,
    constraint two_files check (kept <> merged),
    constraint nobody_merges_alone check (state not in ('merged', 'undone') or (decided_by <> proposed_by) is true)
);
create unique index merges_proposed on merges (least(kept, merged), greatest(kept, merged)) where state = 'proposed';
create unique index merges_standing on merges (merged) where state = 'merged';
create index merges_to_confirm on merges (agency_id) where state = 'proposed';
create index merges_of_kept on merges (kept);
create index merges_of_merged on merges (merged);
alter table merges enable row level security;
alter table merges force row level security;
grant select, insert, update on merges to $service$_app;
grant select on merges to $service$_jobs;
grant select, update on merges to $service$_grantor;

-- who sees one of the files only is told of no other
do $$
declare
    seen constant text := 'exists (select 1 from access.grants g where g.record = merges.%1$I and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now()))';
    both_seen constant text := format(seen, 'kept') || ' and ' || format(seen, 'merged');
    both_kept constant text := replace(both_seen, 'and (g.until', 'and g.because not in (''handover'', ''break-glass'') and (g.until');
begin
    execute 'create policy merge_seen on merges for select to $service$_app using (' || both_seen || ')';
    execute 'create policy keeper_proposes on merges for insert to $service$_app with check (agency_id = access.agency() and proposed_by = access.caller() and state = ''proposed'' and ' || both_kept || ')';
    execute 'create policy keeper_rejects on merges for update to $service$_app using (state = ''proposed'' and ' || both_kept || ') with check (state = ''rejected'')';
end $$;
create policy jobs_announce_merges on merges for select to $service$_jobs using (true);
create policy grantor_merges on merges to $service$_grantor using (true) with check (true);

-- By another keeper of both than who proposed it, and while they are in the same hands. Gives the files with their versions from then on.
create function merge_files(p_merge uuid) returns table (person uuid, at_version int)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    m merges;
begin
    select * into m from merges where merge_id = p_merge and state = 'proposed' and proposed_by <> access.caller() for update;
    if not found or not (access.keeps(m.kept) and access.keeps(m.merged)) then
        raise exception 'this caller may not merge the files' using errcode = '42501';
    end if;
    perform lock_file(least(m.kept, m.merged));
    perform lock_file(greatest(m.kept, m.merged));
    perform 1 from people k join people d on (d.agency_id, d.caseworker_id) = (k.agency_id, k.caseworker_id) and d.team_id is not distinct from k.team_id
      where k.person_id = m.kept and d.person_id = m.merged and k.erased_at is null and d.erased_at is null and k.merged_into is null and d.merged_into is null
        and not exists (select 1 from people f where f.merged_into = d.person_id);
    if not found then
        raise exception 'these files are not merged' using errcode = '42501';
    end if;
    update people set merged_into = nullif(m.kept, person_id), version = version + 1, updated_at = access.now() where person_id in (m.kept, m.merged);
    update merges set state = 'merged', decided_by = access.caller(), decided_at = access.now(), version = version + 1 where merge_id = p_merge;
    -- it stays in the list of who has it and does not see the other
    delete from access.visible v using access.visible k
     where v.record = m.merged and k.record = m.kept and k.grantee = v.grantee;
    return query select p.person_id, p.version from people p where p.person_id in (m.kept, m.merged);
end $$;

create function undo_merge(p_merge uuid) returns table (person uuid, at_version int)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    m merges;
begin
    select * into m from merges where merge_id = p_merge and state = 'merged' for update;
    if not found or not (access.keeps(m.kept) and access.keeps(m.merged)) then
        raise exception 'this caller may not undo the merge' using errcode = '42501';
    end if;
    perform lock_file(least(m.kept, m.merged));
    perform lock_file(greatest(m.kept, m.merged));
    update people set merged_into = null, version = version + 1, updated_at = access.now() where person_id in (m.kept, m.merged);
    update merges set state = 'undone', undone_by = access.caller(), undone_at = access.now(), version = version + 1 where merge_id = p_merge;
    insert into access.visible (grantee, list, record, sort_at, state)
    select distinct g.grantee, 'people', p.person_id, p.registered_at, 'open'
      from access.grants g join people p on p.person_id = g.record where g.record = m.merged and (g.until is null or g.until > access.now())
    on conflict do nothing;
    return query select p.person_id, p.version from people p where p.person_id in (m.kept, m.merged);
end $$;

-- What was merged into a file is in the hands of who has that: after these have changed. Gives what went along with its versions.
create function carry_along(p_kept uuid) returns table (person uuid, at_version int)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    along uuid[] := array(select f.person_id from people f where f.merged_into = p_kept and f.agency_id = access.agency() order by f.person_id for update);
begin
    delete from access.grants where record = any (along) and because in ('ownership', 'assignment', 'supervision', 'handover');
    insert into access.grants (record, grantee, because, packages, until, given_by, given_at)
    select f, g.grantee, g.because, g.packages, g.until, g.given_by, g.given_at
      from unnest(along) as f, access.grants g where g.record = p_kept and g.because in ('ownership', 'assignment', 'supervision', 'handover');
    delete from access.visible v where v.record = any (along) and not exists (select 1 from access.grants g where g.record = v.record and g.grantee = v.grantee and g.because = 'break-glass');
    return query
        update people f set team_id = k.team_id, caseworker_id = k.caseworker_id, version = f.version + 1, updated_at = access.now()
          from people k where k.person_id = p_kept and f.person_id = any (along)
        returning f.person_id, f.version;
end $$;

-- A consent is taken back in whichever file it was given: the version of the person's consents, locked, and the next one.
create function lock_to_withdraw(p_person uuid) returns int
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    found_version int;
begin
    select consent_version into found_version from people where person_id = p_person and erased_at is null and access.keeps(p_person) for update;
    return found_version;
end $$;

create function count_withdrawal(p_person uuid) returns void
    language sql security definer set search_path = public, pg_temp as $$
    update people set consent_version = consent_version + 1 where person_id = p_person and access.keeps(p_person)
$$;

-- Who may see the ledger of a person sees that of all their files.
create function ledger_files(p_person uuid) returns uuid[]
    language sql stable security definer set search_path = public, pg_temp as $$
    select case when ledger_open(p_person) then files_of(p_person) else '{}' end
$$;

-- A hold is placed on all files of a person, and lifted from all.
drop function file_to_hold(uuid);
create function files_to_hold(p_person uuid) returns setof uuid
    language sql stable security definer set search_path = public, pg_temp as $$
    select f from unnest(files_of(p_person)) as f
     where exists (select 1 from people where person_id = p_person and agency_id = access.agency() and erased_at is null and 'protection-officer' = any (access.roles()))
$$;

-- All files of a person are erased together, each by an erasure of its own with its own proof. No row: one of them is held, or it is erased already.
create function erase_files(p_erasure uuid, p_person uuid) returns table (erasure uuid, person uuid, withdrawn uuid, at_version int)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    file uuid;
    own uuid;
begin
    perform lock_file(f) from unnest(files_of(p_person)) as f;   -- in the order of their ids
    if exists (select 1 from people f where f.merged_into = p_person and on_hold(f.person_id)) then
        return;
    end if;
    return query select p_erasure, p_person, e.withdrawn, e.at_version from erase_person(p_erasure, p_person, true) e;
    if not found then
        return;
    end if;
    for file in select f.person_id from people f where f.merged_into = p_person and f.erased_at is null order by f.person_id loop
        own := gen_random_uuid();
        insert into erasures (erasure_id, person_id, agency_id, desks, because, status, asked_by, asked_at)
        select own, file, e.agency_id, e.desks, e.because, 'asked', e.asked_by, e.asked_at from erasures e where e.erasure_id = p_erasure;
        return query select own, file, e.withdrawn, e.at_version from erase_person(own, file, false) e;
    end loop;
end $$;

drop function approve_erasure(uuid);
create function approve_erasure(p_erasure uuid) returns table (erasure uuid, person uuid, withdrawn uuid, at_version int)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    e erasures;
begin
    select * into e from erasures a where a.erasure_id = p_erasure and a.status = 'asked' and a.desks && access.grantees() and a.asked_by <> access.caller() for update;
    if not found then
        raise exception 'this caller may not approve the erasure' using errcode = '42501';
    end if;
    return query select * from erase_files(p_erasure, e.person_id);
end $$;
grant insert on erasures to $service$_grantor;

grant create on schema public to $service$_grantor;
alter function merge_files(uuid) owner to $service$_grantor;
alter function undo_merge(uuid) owner to $service$_grantor;
alter function carry_along(uuid) owner to $service$_grantor;
alter function lock_to_withdraw(uuid) owner to $service$_grantor;
alter function count_withdrawal(uuid) owner to $service$_grantor;
alter function ledger_files(uuid) owner to $service$_grantor;
alter function files_to_hold(uuid) owner to $service$_grantor;
alter function erase_files(uuid, uuid) owner to $service$_grantor;
alter function approve_erasure(uuid) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function files_of(uuid), merge_files(uuid), undo_merge(uuid), carry_along(uuid), lock_to_withdraw(uuid), count_withdrawal(uuid), ledger_files(uuid), files_to_hold(uuid),
    erase_files(uuid, uuid), approve_erasure(uuid) from public;
grant execute on function files_of(uuid) to $service$_app, $service$_jobs, $service$_grantor;
grant execute on function merge_files(uuid), undo_merge(uuid), carry_along(uuid), lock_to_withdraw(uuid), count_withdrawal(uuid), ledger_files(uuid), files_to_hold(uuid), approve_erasure(uuid) to $service$_app;
grant execute on function erase_files(uuid, uuid) to $service$_jobs, $service$_grantor;
grant execute on function ledger_open(uuid), lock_file(uuid) to $service$_grantor;
