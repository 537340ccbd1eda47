-- What an agency reaches is what it can reach now: nothing of what an evacuated team keeps, as own_grants has it.
create or replace function access.reach(p_grantees uuid[]) returns table (because text, records bigint, ending_soon bigint, first_end timestamptz)
    language sql stable security definer set search_path = access, pg_temp as $$
    select because, count(distinct record), count(distinct record) filter (where until <= access.now() + interval '30 days'), min(until)
      from access.grants
     where grantee = any (p_grantees) and (until is null or until > access.now()) and 'access-admin' = any (access.roles())
       and (because = 'referral' or not exists (select 1 from access.unreachable u where u.record = grants.record))
     group by because order by because
$$;
