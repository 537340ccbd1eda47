-- Who decides on an erasure that is asked for is the team that has the file by then. The agency's protection officers stand first in desks, the supervisors behind
-- them.
create function hand_on_erasure() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update erasures e set desks = e.desks[1:1] || new.grantee where e.person_id = new.record and e.status = 'asked';
    return null;
end $$;

-- What is asked or decided about an erasure waits for who accepts the case, or they wait for it: the transfer first, and then the file, as everybody takes them.
create function lock_file(p_person uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform 1 from transfers t where t.person_id = p_person and t.status = 'offered' for update;
    perform 1 from people f where f.person_id = p_person for update;
end $$;

grant create on schema public to $service$_grantor;
alter function hand_on_erasure() owner to $service$_grantor;
alter function lock_file(uuid) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function lock_file(uuid) from public;
grant execute on function lock_file(uuid) to $service$_app;

create trigger erasures_go_with_the_team after insert on access.grants for each row when (new.because = 'supervision') execute function hand_on_erasure();

set local role $service$_grantor;
update erasures e set desks = e.desks[1:1] || array(select g.grantee from access.grants g where g.record = e.person_id and g.because = 'supervision') where e.status = 'asked';
set local role $service$_owner;
