-- Why an export was asked for is free text about whom it names: it goes with the first of them, and the export ends. Its key is destroyed with the person's.
alter table exports alter column reason drop not null;
create function end_exports() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform 1 from exports e join export_people p on p.export_id = e.export_id where p.person_id = new.person_id order by e.export_id for update of e;
    update exports e set reason = null, ended_at = case when e.refused_at is null then coalesce(e.ended_at, least(e.expires_at, access.now())) else e.ended_at end
      from export_people p
     where p.export_id = e.export_id and p.person_id = new.person_id;
    return null;
end $$;

create function exports_of(p_person uuid) returns setof uuid
    language sql stable security definer set search_path = public, pg_temp as $$
    select export_id from export_people where person_id = p_person
$$;

-- Those whose end is longer ago, unless somebody in them is held; and those of who was erased before exports went with them.
create function exports_to_forget(p_kept interval) returns setof uuid
    language sql security definer set search_path = public, pg_temp as $$
    select e.export_id from exports e
     where e.reason is not null
       and ((least(e.refused_at, e.ended_at, e.expires_at) < access.now() - p_kept
             and not exists (select 1 from export_people p where p.export_id = e.export_id and on_hold(p.person_id)))
            or exists (select 1 from export_people p join people f on f.person_id = p.person_id where p.export_id = e.export_id and f.erased_at is not null))
     order by e.expires_at limit 100
       for update of e skip locked
$$;

-- How many there were to forget.
create function export_forget(p_exports uuid[]) returns int
    language sql security definer set search_path = public, pg_temp as $$
    with forgotten as (update exports set reason = null where export_id = any (p_exports) and reason is not null returning 1)
    select count(*)::int from forgotten
$$;

grant create on schema public to $service$_grantor;
alter function end_exports() owner to $service$_grantor;
alter function exports_of(uuid) owner to $service$_grantor;
alter function exports_to_forget(interval) owner to $service$_grantor;
alter function export_forget(uuid[]) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function exports_of(uuid), exports_to_forget(interval), export_forget(uuid[]) from public;
grant execute on function exports_of(uuid), exports_to_forget(interval), export_forget(uuid[]) to $service$_jobs;

grant select on export_people to $service$_grantor;
create policy grantor_looks on export_people for select to $service$_grantor using (true);
create trigger exports_go_with_the_file after update of erased_at on people for each row when (new.erased_at is not null and old.erased_at is null)
    execute function end_exports();
