-- One more cause. 'break-glass': somebody of the agency opened a file that is not theirs, with a reason and for an hour. Like 'handover' it reads and
-- lets nobody give, take back, move or write.
alter table access.grants drop constraint grants_because_check;
alter table access.grants add constraint grants_because_check
    check (because in ('ownership', 'assignment', 'supervision', 'oversight', 'referral', 'transfer', 'handover', 'break-glass'));

create or replace function access.moved(p_record uuid, p_state text) returns void
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    if session_user <> '$service$_jobs' and not exists (
        select 1 from access.grants where record = p_record and grantee = any (access.grantees()) and because not in ('handover', 'break-glass')) then
        raise exception 'this caller may not move the record' using errcode = '42501';
    end if;
    update access.visible set state = p_state where record = p_record and state <> p_state;
end $$;
