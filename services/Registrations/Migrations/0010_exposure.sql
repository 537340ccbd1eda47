-- The people whose data a caller or an agency read or changed in a time, the last first: by their file, a transfer of it or an emergency. Where a file is
-- out of reach or gone, the id says whose it was.
create function exposed_people(p_agency uuid, p_caller uuid, p_from timestamptz, p_until timestamptz, p_before timestamptz, p_before_record uuid, p_limit int)
    returns table (person_id uuid, case_code text, data_classes text[], first_at timestamptz, last_at timestamptz, times bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select whom.person, p.case_code, whom.data_classes, whom.first_at, whom.last_at, whom.times
      from (select coalesce(t.person_id, e.person_id, x.record) as person, array_agg(distinct x.data_class order by x.data_class) as data_classes,
                   min(x.at) as first_at, max(x.at) as last_at, count(distinct x.entry) as times
              from access.exposed(p_agency, p_caller, p_from, p_until) x
              left join transfers t on t.transfer_id = x.record
              left join emergency_accesses e on e.access_id = x.record
             group by coalesce(t.person_id, e.person_id, x.record)) whom
      left join people p on p.person_id = whom.person
     where (whom.last_at, whom.person) < (p_before, p_before_record)
     order by whom.last_at desc, whom.person desc limit p_limit
$$;
grant create on schema public to $service$_grantor;
alter function exposed_people(uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, int) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function exposed_people(uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, int) from public;
grant execute on function exposed_people(uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, int) to $service$_app;
