-- A team's office was overrun or had to be left, and what was in it fell into other hands: until two administrators restore the team, its
-- people and systems have no tokens, and what it keeps is out of reach at the services.
alter table teams add column evacuated_at timestamptz;

create table evacuations (
    evacuation_id uuid primary key,
    team_id uuid not null references teams,
    reason_code text not null,
    note text,
    evacuated_by uuid not null,
    evacuated_at timestamptz not null,
    restoration_asked_by uuid,
    restoration_asked_at timestamptz,
    restored_by uuid,
    restored_at timestamptz,
    constraint nobody_restores_on_their_own_word check (restored_by <> restoration_asked_by),
    constraint what_is_restored_was_asked_for_and_approved check (restored_at is null or (restoration_asked_by is not null and restored_by is not null))
);
create unique index evacuations_open on evacuations (team_id) where restored_at is null;
create index evacuations_of_a_team on evacuations (team_id, evacuated_at desc);
grant select, insert, update on evacuations to $service$_app;

-- Tokens that name the team are refused from then on; and when it is restored those that do not. The clock is read after the team's row is locked,
-- which a token of a member is issued under a share lock on.
create function raise_not_before_of_members() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into not_before as n (subject, instant)
    select m.id, date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond'
      from (select id, team_ids from users union all select id, team_ids from clients) m
     where new.team_id = any (m.team_ids)
    on conflict (subject) do update set instant = greatest(n.instant, excluded.instant);
    return null;
end $$;
create trigger not_before_teams after update on teams for each row
    when (old.evacuated_at is distinct from new.evacuated_at) execute function raise_not_before_of_members();
