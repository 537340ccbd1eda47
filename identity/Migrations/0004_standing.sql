-- standing.version rises with every change to agencies, teams, members, agreements and not-before instants, in the change's
-- own transaction. The row's lock makes changes commit in the order of their versions.

create table standing (
    only_row boolean primary key default true check (only_row),
    version bigint not null
);
insert into standing (version) values (1);

-- Tokens of a subject (user, client or agency) issued before the instant are refused everywhere.
create table not_before (
    subject uuid primary key,
    instant timestamptz not null
);

create function bump_standing() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update standing set version = version + 1;
    return null;
end $$;

-- Raised to the next whole millisecond, the precision of a token's issued_ms. The clock is read after the row is locked: a token
-- is issued under a share lock on the same row, so it either saw this change or carries an earlier instant.
create function raise_not_before() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into not_before as n (subject, instant)
    values ((to_jsonb(old) ->> tg_argv[0])::uuid, date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond')
    on conflict (subject) do update set instant = greatest(n.instant, excluded.instant);
    return null;
end $$;

create trigger standing_agencies after insert or update or delete on agencies for each statement execute function bump_standing();
create trigger standing_teams after insert or update or delete on teams for each statement execute function bump_standing();
create trigger standing_agreements after insert or update or delete on agreements for each statement execute function bump_standing();
create trigger standing_not_before after insert or update or delete on not_before for each statement execute function bump_standing();

-- Signing in writes to users and clients all the time (failed attempts, stamps): only what others are told of counts.
create trigger standing_users_made after insert or delete on users for each row execute function bump_standing();
create trigger standing_users after update on users for each row
    when ((old.agency_id, old.user_name, old.active, old.roles, old.team_ids, old.area_codes)
          is distinct from (new.agency_id, new.user_name, new.active, new.roles, new.team_ids, new.area_codes))
    execute function bump_standing();
create trigger standing_clients_made after insert or delete on clients for each row execute function bump_standing();
create trigger standing_clients after update on clients for each row
    when ((old.agency_id, old.client_id, old.active, old.roles, old.team_ids, old.area_codes)
          is distinct from (new.agency_id, new.client_id, new.active, new.roles, new.team_ids, new.area_codes))
    execute function bump_standing();

create trigger not_before_agencies after update on agencies for each row
    when ((old.active, old.kind, old.code) is distinct from (new.active, new.kind, new.code)) execute function raise_not_before('agency_id');
create trigger not_before_agencies_gone after delete on agencies for each row execute function raise_not_before('agency_id');
create trigger not_before_users after update on users for each row
    when ((old.agency_id, old.active, old.roles, old.team_ids, old.area_codes)
          is distinct from (new.agency_id, new.active, new.roles, new.team_ids, new.area_codes))
    execute function raise_not_before('id');
create trigger not_before_users_gone after delete on users for each row execute function raise_not_before('id');
create trigger not_before_clients after update on clients for each row
    when ((old.agency_id, old.active, old.roles, old.team_ids, old.area_codes)
          is distinct from (new.agency_id, new.active, new.roles, new.team_ids, new.area_codes))
    execute function raise_not_before('id');
create trigger not_before_clients_gone after delete on clients for each row execute function raise_not_before('id');
