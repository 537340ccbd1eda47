-- The same question; in plpgsql its plan is kept by the session, in SQL it was made at every call.
create or replace function access.may_give(p_record uuid, p_grantee uuid) returns boolean
    language plpgsql stable security definer set search_path = access, pg_temp as $$
begin
    return case
        when session_user = '$service$_jobs' then true
        when not exists (select 1 from access.grants where record = p_record) then p_grantee = any (access.grantees())
        else exists (select 1 from access.grants
                      where record = p_record and grantee = any (access.grantees())
                        and because in ('ownership', 'assignment', 'supervision') and (until is null or until > access.now()))
    end;
end $$;
