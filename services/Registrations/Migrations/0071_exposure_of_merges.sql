-- A merge is no person either: who looked at one has looked at two people, which is entered for both.
create or replace function exposed_people(p_agency uuid, p_caller uuid, p_from timestamptz, p_until timestamptz, p_before timestamptz, p_before_record uuid, p_limit int)
    returns table (person_id uuid, case_code text, data_classes text[], first_at timestamptz, last_at timestamptz, times bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select whom.person, p.case_code, whom.data_classes, whom.first_at, whom.last_at, whom.times
      from (select coalesce(t.person_id, e.person_id, q.person_id, r.person_id, x.record) as person, array_agg(distinct x.data_class order by x.data_class) as data_classes,
                   min(x.at) as first_at, max(x.at) as last_at, count(distinct x.entry) as times
              from access.exposed(p_agency, p_caller, p_from, p_until) x
              left join transfers t on t.transfer_id = x.record
              left join emergency_accesses e on e.access_id = x.record
              left join subject_requests q on q.request_id = x.record
              left join erasures r on r.erasure_id = x.record
             where x.data_class not in ('site', 'annex') and not exists (select 1 from exports o where o.export_id = x.record)
               and not exists (select 1 from duplicates d where d.duplicate_id = x.record)
               and not exists (select 1 from merges m where m.merge_id = x.record)
             group by coalesce(t.person_id, e.person_id, q.person_id, r.person_id, x.record)) whom
      left join people p on p.person_id = whom.person
     where (whom.last_at, whom.person) < (p_before, p_before_record)
     order by whom.last_at desc, whom.person desc limit p_limit
$$;
