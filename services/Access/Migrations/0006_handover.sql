-- Two more causes. 'transfer': a case is offered to a team, which has to decide. 'handover': who kept a record before it went into other hands
-- reads it until an instant, and changes nothing: neither of the two lets anybody give, take back or, by the services' policies, write.
alter table access.grants drop constraint grants_because_check;
alter table access.grants add constraint grants_because_check
    check (because in ('ownership', 'assignment', 'supervision', 'oversight', 'referral', 'transfer', 'handover'));

create or replace function access.moved(p_record uuid, p_state text) returns void
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    if session_user <> '$service$_jobs' and not exists (
        select 1 from access.grants where record = p_record and grantee = any (access.grantees()) and because <> 'handover') then
        raise exception 'this caller may not move the record' using errcode = '42501';
    end if;
    update access.visible set state = p_state where record = p_record and state <> p_state;
end $$;
