-- The lifting itself says which hold it was: no row where the file is not theirs to hold, one without an id where it was not held.
drop function standing_hold(uuid);
drop function lift_hold(uuid);
create function lift_hold(p_person uuid) returns setof uuid
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    lifted uuid;
begin
    perform 1 from people where person_id = p_person and agency_id = access.agency() and erased_at is null and 'protection-officer' = any (access.roles()) for update;
    if found then
        update legal_holds set lifted_at = access.now(), lifted_by = access.caller() where person_id = p_person and lifted_at is null returning hold_id into lifted;
        return next lifted;
    end if;
end $$;

grant create on schema public to $service$_grantor;
alter function lift_hold(uuid) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function lift_hold(uuid) from public;
grant execute on function lift_hold(uuid) to $service$_app;
