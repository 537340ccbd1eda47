-- A file of an evacuated team is out of reach in every way that asks no grant on it, too: by its transfer, its ledger, its emergencies, and by the
-- functions that look for a file with rights of their own, as breaking the glass.
do $$
declare
    reachable constant text := 'not exists (select 1 from access.unreachable u where u.record = %1$I.%2$I)';
    mine constant text := 'exists (select 1 from access.grants g where g.record = %1$I.%2$I and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now()))';
begin
    execute format('alter policy sides_see on %1$I using (exists (select 1 from access.grants g where g.record = transfers.transfer_id and g.grantee = any ((select access.grantees())::uuid[])) and ' || reachable || ')', 'transfers', 'person_id');
    execute format('alter policy sides_end on %1$I using (exists (select 1 from access.grants g where g.record = transfers.transfer_id and g.grantee = any ((select access.grantees())::uuid[])) and ' || reachable || ')', 'transfers', 'person_id');
    execute format('alter policy ledger_read on access.%1$I using (' || mine || ' or (by_agency = (select access.agency()) and ''auditor'' = any ((select access.roles())::text[]) and ' || reachable || '))', 'disclosures', 'person');
    execute format('alter policy opened_seen on %1$I using (not erased and (opened_by = access.caller() or to_desk = any ((select access.grantees())::uuid[])'
        || ' or exists (select 1 from access.grants g where g.record = %1$I.%2$I and g.grantee = any ((select access.grantees())::uuid[])'
        || ' and g.because in (''ownership'', ''assignment'', ''supervision'') and (g.until is null or g.until > access.now()))) and ' || reachable || ')', 'emergency_accesses', 'person_id');
    execute format('alter policy erasure_seen on %1$I using ((asked_by = access.caller() or desks && (select access.grantees())::uuid[]'
        || ' or (agency_id = (select access.agency()) and ''auditor'' = any ((select access.roles())::text[]))) and ' || reachable || ')', 'erasures', 'person_id');
    execute format('alter policy sides_withdraw on %1$I using (status = ''asked'' and (asked_by = access.caller() or desks && (select access.grantees())::uuid[]) and ' || reachable || ')', 'erasures', 'person_id');
    -- rules, and the replay of what was erased, do not wait for a team to come back
    execute format('alter policy grantor_puts_in_other_hands on %1$I using (session_user = ''$service$_jobs'' or ' || reachable || ') with check (session_user = ''$service$_jobs'' or ' || reachable || ')', 'people', 'person_id');
end $$;

create or replace function ledger_open(p_person uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (select 1 from access.unreachable u where u.record = p_person)
       and (exists (select 1 from access.grants g where g.record = p_person and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now()))
            or exists (select 1 from people where person_id = p_person and agency_id = access.agency() and 'auditor' = any (access.roles())))
$$;
