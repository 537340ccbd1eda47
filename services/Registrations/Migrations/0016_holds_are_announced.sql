-- Referrals keeps to a hold, too: it is told which one ends. Null where there is none, or the file is not theirs to hold.
create function standing_hold(p_person uuid) returns uuid
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform 1 from people where person_id = p_person and agency_id = access.agency() and erased_at is null and 'protection-officer' = any (access.roles()) for update;
    if not found then
        return null;
    end if;
    return (select hold_id from legal_holds where person_id = p_person and lifted_at is null);
end $$;

grant create on schema public to $service$_grantor;
alter function standing_hold(uuid) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function standing_hold(uuid) from public;
grant execute on function standing_hold(uuid) to $service$_app;

grant select on legal_holds to $service$_jobs;
create policy jobs_announce on legal_holds for select to $service$_jobs using (true);
