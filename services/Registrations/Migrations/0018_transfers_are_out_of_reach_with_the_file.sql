-- A transfer is out of reach with the file that it is of: nobody reads it, no number of what is reached counts it, and it takes no place on a page.
create index transfers_of_a_person on transfers (person_id);

create function transfers_follow_the_file() returns trigger
    language plpgsql set search_path = public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        delete from access.unreachable u using transfers t where t.person_id = old.record and u.record = t.transfer_id and u.team = old.team;
    else
        insert into access.unreachable (record, team) select t.transfer_id, new.team from transfers t where t.person_id = new.record on conflict do nothing;
    end if;
    return null;
end $$;
create trigger transfers_follow_the_file after insert or delete on access.unreachable for each row execute function transfers_follow_the_file();

set local role $service$_grantor;
insert into access.unreachable (record, team) select t.transfer_id, u.team from access.unreachable u join transfers t on t.person_id = u.record on conflict do nothing;
set local role $service$_owner;
