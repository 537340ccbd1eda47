-- The referrals that a caller or an agency read or changed in a time, the last first, and whose person each is about: who the person is, is told to the
-- agency that sent it and to who administers access, never to its receiver.
create function exposed_referrals(p_agency uuid, p_caller uuid, p_from timestamptz, p_until timestamptz, p_before timestamptz, p_before_record uuid, p_limit int)
    returns table (referral_id uuid, person_id uuid, owner_agency_id uuid, data_classes text[], first_at timestamptz, last_at timestamptz, times bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select r.referral_id, case when r.from_agency_id = access.agency() or 'access-admin' = any (access.roles()) then p.person_id end, r.from_agency_id,
           which.data_classes, which.first_at, which.last_at, which.times
      from (select x.record, array_agg(distinct x.data_class order by x.data_class) as data_classes, min(x.at) as first_at, max(x.at) as last_at, count(distinct x.entry) as times
              from access.exposed(p_agency, p_caller, p_from, p_until) x group by x.record) which
      join referrals r on r.referral_id = which.record
      left join referral_people p on p.referral_id = r.referral_id
     where (which.last_at, which.record) < (p_before, p_before_record)
     order by which.last_at desc, which.record desc limit p_limit
$$;
grant create on schema public to $service$_grantor;
alter function exposed_referrals(uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, int) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function exposed_referrals(uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, int) from public;
grant execute on function exposed_referrals(uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, int) to $service$_app;
