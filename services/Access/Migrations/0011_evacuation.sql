-- What an evacuated team keeps is out of reach for everybody of its agency, whatever they were granted, until it is restored; then all of it is
-- there as it was, for no grant was touched. Which teams are evacuated is kept here as agreements are: as identity's standing says it.
create table access.evacuated (
    team uuid primary key,
    -- the team's supervisors, as a grantee: what they supervise is what the team keeps
    desk uuid not null unique
);
create table access.evacuated_version (
    only_row boolean primary key default true check (only_row),
    version  bigint  not null
);

-- The records of evacuated teams, kept with the grants in the same transaction: a policy has one look to take, and none at an empty table.
create table access.unreachable (
    record uuid not null,
    team   uuid not null,
    primary key (record, team)
);
grant select, insert, update, delete on access.evacuated, access.evacuated_version, access.unreachable to $service$_grantor;
grant select on access.unreachable to $service$_app;

-- What another agency was sent stays theirs.
alter policy own_grants on access.grants
    using (grantee = any ((select access.grantees())::uuid[])
           and (because = 'referral' or not exists (select 1 from access.unreachable u where u.record = grants.record)));

-- Which teams are evacuated, by a version of the standing: none is put over a newer one.
create function access.keep_evacuated(p_version bigint, p_teams uuid[], p_desks uuid[]) returns void
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    insert into access.evacuated_version as known (version) values (p_version)
    on conflict (only_row) do update set version = excluded.version where known.version < excluded.version;
    if not found or (select coalesce(array_agg(team order by team), '{}') from access.evacuated) = (select coalesce(array_agg(team order by team), '{}') from unnest(p_teams) as t(team)) then
        return;
    end if;
    lock table access.grants in share row exclusive mode;   -- who is giving at this moment is waited for, and who gives after it finds the team here
    delete from access.unreachable where team <> all (p_teams);
    delete from access.evacuated where team <> all (p_teams);
    insert into access.evacuated (team, desk) select team, desk from unnest(p_teams, p_desks) as t(team, desk) on conflict do nothing;
    insert into access.unreachable (record, team)
    select g.record, e.team from access.evacuated e join access.grants g on g.grantee = e.desk and g.because = 'supervision'
    on conflict do nothing;
end $$;

-- A record goes to a team, or from it, while that is evacuated: as one on its way before is heard of later.
create function access.follow_evacuated() returns trigger
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        delete from access.unreachable u using access.evacuated e where e.desk = old.grantee and u.team = e.team and u.record = old.record;
    else
        insert into access.unreachable (record, team) select new.record, e.team from access.evacuated e where e.desk = new.grantee on conflict do nothing;
    end if;
    return null;
end $$;

grant create on schema access to $service$_grantor;
alter function access.keep_evacuated(bigint, uuid[], uuid[]) owner to $service$_grantor;
alter function access.follow_evacuated() owner to $service$_grantor;
revoke create on schema access from $service$_grantor;
revoke all on function access.keep_evacuated(bigint, uuid[], uuid[]) from public;
grant execute on function access.keep_evacuated(bigint, uuid[], uuid[]) to $service$_jobs;
create trigger supervision_given after insert on access.grants for each row when (new.because = 'supervision') execute function access.follow_evacuated();
create trigger supervision_taken after delete on access.grants for each row when (old.because = 'supervision') execute function access.follow_evacuated();
