-- From "this secret leaked at noon" to what was read with it since, and what could have been: for the agency's own auditors, and for who administers
-- access. The functions ask for the role themselves, and answer which record and when, never what is in it. The audit's indexes of callers and of
-- agencies lead to the entries of the time asked for.
create function access.may_assess(p_agency uuid) returns boolean language sql stable
    as $$ select 'access-admin' = any (access.roles()) or ('auditor' = any (access.roles()) and p_agency = access.agency()) $$;

create function access.exposed(p_agency uuid, p_caller uuid, p_from timestamptz, p_until timestamptz)
    returns table (entry bigint, record uuid, data_class text, at timestamptz)
    language plpgsql stable security definer set search_path = access, pg_temp as $$
begin
    if not access.may_assess(p_agency) then
        return;
    end if;
    if p_caller is null then
        return query select a.entry, r.record, a.data_class, a.at from access.audit a cross join lateral unnest(a.records) as r(record)
                      where a.agency = p_agency and a.at >= p_from and a.at < p_until and a.outcome = 'allowed' and a.data_class <> 'organisational';
    else
        return query select a.entry, r.record, a.data_class, a.at from access.audit a cross join lateral unnest(a.records) as r(record)
                      where a.caller = p_caller and a.agency = p_agency and a.at >= p_from and a.at < p_until and a.outcome = 'allowed' and a.data_class <> 'organisational';
    end if;
end $$;

-- What the grantees reach in that time by the grants of now, and nobody of them read or changed: the last given first.
create function access.unread(p_grantees uuid[], p_agency uuid, p_caller uuid, p_from timestamptz, p_until timestamptz)
    returns table (record uuid, given_at timestamptz)
    language sql stable security definer set search_path = access, pg_temp as $$
    select g.record, max(g.given_at) from access.grants g
     where g.grantee = any (p_grantees) and g.given_at < p_until and (g.until is null or g.until > p_from) and access.may_assess(p_agency)
       and g.record not in (select x.record from access.exposed(p_agency, p_caller, p_from, p_until) x)
     group by g.record
$$;

grant create on schema access to $service$_grantor;
alter function access.exposed(uuid, uuid, timestamptz, timestamptz) owner to $service$_grantor;
alter function access.unread(uuid[], uuid, uuid, timestamptz, timestamptz) owner to $service$_grantor;
revoke create on schema access from $service$_grantor;
revoke all on function access.exposed(uuid, uuid, timestamptz, timestamptz), access.unread(uuid[], uuid, uuid, timestamptz, timestamptz) from public;
grant execute on function access.unread(uuid[], uuid, uuid, timestamptz, timestamptz) to $service$_app;
