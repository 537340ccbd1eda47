-- Nobody gives what they do not hold: no package that their own grant lacks, and nothing for longer. What the other side of a referral sees is
-- given by who sent it, and is nothing else.
create function access.keeps(p_record uuid) returns boolean
    language plpgsql stable security definer set search_path = access, pg_temp as $$
begin
    return session_user = '$service$_jobs' or exists (
        select 1 from access.grants
         where record = p_record and grantee = any (access.grantees())
           and because in ('ownership', 'assignment', 'supervision') and (until is null or until > access.now()));
end $$;

create function access.may_give(p_record uuid, p_grantee uuid, p_because text, p_packages text[], p_until timestamptz) returns boolean
    language plpgsql stable security definer set search_path = access, pg_temp as $$
begin
    return case
        when session_user = '$service$_jobs' then true
        when not exists (select 1 from access.grants where record = p_record) then p_grantee = any (access.grantees()) and p_because = 'ownership'
        else exists (select 1 from access.grants
                      where record = p_record and grantee = any (access.grantees())
                        and because in ('ownership', 'assignment', 'supervision') and (until is null or until > access.now())
                        and case p_because when 'referral' then p_packages = '{received}' and 'sent' = any (packages) else p_packages <@ packages end
                        and (until is null or p_until <= until))
    end;
end $$;

create or replace function access.give(p_record uuid, p_grantee uuid, p_because text, p_packages text[], p_until timestamptz,
                                       p_list text, p_sort_at timestamptz, p_state text) returns void
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    if not access.may_give(p_record, p_grantee, p_because, p_packages, p_until) then
        raise exception 'this caller may not give access to the record' using errcode = '42501';
    end if;
    insert into access.grants (record, grantee, because, packages, until, given_by, given_at)
    values (p_record, p_grantee, p_because, p_packages, p_until, access.caller(), access.now())
    on conflict (record, grantee, because) do update
        set packages = excluded.packages, until = excluded.until, given_by = excluded.given_by, given_at = excluded.given_at;
    insert into access.visible (grantee, list, record, sort_at, state)
    values (p_grantee, p_list, p_record, p_sort_at, p_state)
    on conflict (grantee, list, record) do update set sort_at = excluded.sort_at, state = excluded.state;
end $$;

create or replace function access.take(p_record uuid, p_grantee uuid, p_because text) returns void
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    if not (access.keeps(p_record) or p_grantee = any (access.grantees())) then
        raise exception 'this caller may not take back access to the record' using errcode = '42501';
    end if;
    delete from access.grants where record = p_record and grantee = p_grantee and because = p_because;
    delete from access.visible v where v.record = p_record and v.grantee = p_grantee
        and not exists (select 1 from access.grants g where g.record = p_record and g.grantee = p_grantee);
end $$;

-- Several at once, for one of them may be what lets the caller take back the others.
create function access.take(p_record uuid, p_grantees uuid[], p_because text[]) returns void
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    if not (access.keeps(p_record) or p_grantees <@ access.grantees()) then
        raise exception 'this caller may not take back access to the record' using errcode = '42501';
    end if;
    delete from access.grants g using unnest(p_grantees, p_because) as t(grantee, because)
     where g.record = p_record and g.grantee = t.grantee and g.because = t.because;
    delete from access.visible v where v.record = p_record and v.grantee = any (p_grantees)
        and not exists (select 1 from access.grants g where g.record = p_record and g.grantee = v.grantee);
end $$;

set local role $service$_grantor;
drop function access.may_give(uuid, uuid);
set local role $service$_owner;
grant create on schema access to $service$_grantor;
alter function access.keeps(uuid) owner to $service$_grantor;
alter function access.take(uuid, uuid[], text[]) owner to $service$_grantor;
alter function access.may_give(uuid, uuid, text, text[], timestamptz) owner to $service$_grantor;
revoke create on schema access from $service$_grantor;
revoke all on function access.keeps(uuid), access.may_give(uuid, uuid, text, text[], timestamptz), access.take(uuid, uuid[], text[]) from public;
grant execute on function access.take(uuid, uuid[], text[]) to $service$_app, $service$_jobs;
grant execute on function access.keeps(uuid), access.may_give(uuid, uuid, text, text[], timestamptz) to $service$_grantor;

-- An entry of the trail or the ledger is written in nobody else's name, and neither is read by who writes it.
alter table access.audit enable row level security;
alter table access.audit force row level security;
create policy entered_in_ones_own_name on access.audit for insert to $service$_app with check (caller = access.caller() and agency = access.agency());
create policy jobs_enter on access.audit for insert to $service$_jobs with check (true);
create policy sealer_reads on access.audit for select to $service$_sealer using (true);
alter table access.disclosures enable row level security;
alter table access.disclosures force row level security;
create policy disclosed_in_ones_own_name on access.disclosures for insert to $service$_app with check (by_caller = access.caller() and by_agency = access.agency());
create policy jobs_disclose on access.disclosures for insert to $service$_jobs with check (true);
create policy grantor_discloses on access.disclosures to $service$_grantor using (true) with check (true);
