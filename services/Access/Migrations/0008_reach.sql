-- What an agency reaches and used, as numbers: for who reviews its access and sees no case. The functions ask for the role
-- themselves; what they count is never answered.
create index grants_of_grantee on access.grants (grantee, because, record) include (until);
create policy grantor_counts_use on access.audit for select to $service$_grantor using (true);
grant select on access.audit to $service$_grantor;

create function access.reach(p_grantees uuid[]) returns table (because text, records bigint, ending_soon bigint, first_end timestamptz)
    language sql stable security definer set search_path = access, pg_temp as $$
    select because, count(distinct record), count(distinct record) filter (where until <= access.now() + interval '30 days'), min(until)
      from access.grants
     where grantee = any (p_grantees) and (until is null or until > access.now()) and 'access-admin' = any (access.roles())
     group by because order by because
$$;

create function access.used(p_agency uuid, p_since timestamptz) returns table (data_class text, outcome text, times bigint, callers bigint, last_at timestamptz)
    language sql stable security definer set search_path = access, pg_temp as $$
    select data_class, outcome, count(*), count(distinct caller), max(at)
      from access.audit
     where agency = p_agency and at >= p_since and 'access-admin' = any (access.roles())
     group by data_class, outcome order by data_class, outcome
$$;

grant create on schema access to $service$_grantor;
alter function access.reach(uuid[]) owner to $service$_grantor;
alter function access.used(uuid, timestamptz) owner to $service$_grantor;
revoke create on schema access from $service$_grantor;
revoke all on function access.reach(uuid[]), access.used(uuid, timestamptz) from public;
grant execute on function access.reach(uuid[]), access.used(uuid, timestamptz) to $service$_app;
