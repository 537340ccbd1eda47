-- Who is what to whom, as somebody said it, and how far that was verified. The words are sealed with the key of the file in which it was told; where the other one is
-- registered, too, what this one is to them is sealed with the other's key. A link goes with either of the two: nothing of who was erased stays in the other's file.
create table family_links (
    link_id     uuid        primary key,
    person_id   uuid        not null references people,
    relative_id uuid        references people,
    sealed      bytea       not null,
    mirrored    bytea,
    state       text        not null check (state in ('unverified', 'pending-verification', 'verified', 'falsely-attributed', 'rejected')),
    decided_by  uuid,
    -- the relative cares for the person
    caregiver   boolean     not null default false,
    recorded_by uuid        not null,
    recorded_at timestamptz not null,
    ended_at    timestamptz,
    version     int         not null default 1,
    constraint both_sides_or_one check ((relative_id is null) = (mirrored is null)),
    constraint nobody_is_their_own_relative check (relative_id <> person_id),
    constraint verified_by_another check (state <> 'verified' or (decided_by <> recorded_by) is true),
    constraint who_cares_is_verified check (not caregiver or (state = 'verified' and ended_at is null))
);
create index family_links_of_a_person on family_links (person_id, recorded_at desc, link_id desc);
create index family_links_of_a_relative on family_links (relative_id, recorded_at desc, link_id desc);

-- Each thing that was found or decided about a link, in the file in which it was told. Only ever added to, until the link goes.
create table family_steps (
    step_id     uuid        primary key,
    position    bigint      generated always as identity,
    link_id     uuid        not null references family_links,
    person_id   uuid        not null references people,
    sealed      bytea       not null,
    recorded_by uuid        not null,
    recorded_at timestamptz not null
);
create index family_steps_of_a_link on family_steps (link_id, position);

alter table family_links enable row level security;
alter table family_links force row level security;
alter table family_steps enable row level security;
alter table family_steps force row level security;
grant select, insert, update on family_links to $service$_app;
grant select, insert on family_steps to $service$_app;
grant select, delete on family_links, family_steps to $service$_grantor;

create policy link_seen on family_links for select to $service$_app
    using (exists (select 1 from access.grants g where (g.record = family_links.person_id or g.record = family_links.relative_id) and g.grantee = any ((select access.grantees())::uuid[])
                      and 'family' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy link_recorded on family_links for insert to $service$_app
    with check (recorded_by = access.caller() and state = 'unverified'
        and exists (select 1 from access.grants g where g.record = family_links.person_id and g.grantee = any ((select access.grantees())::uuid[])
                       and g.because not in ('handover', 'break-glass') and 'family' = any (g.packages) and (g.until is null or g.until > access.now()))
        and (relative_id is null
             or exists (select 1 from access.grants g where g.record = family_links.relative_id and g.grantee = any ((select access.grantees())::uuid[])
                           and g.because not in ('handover', 'break-glass') and 'family' = any (g.packages) and (g.until is null or g.until > access.now()))));
-- from the file in which it was told; from the other one it is only read
create policy link_changed on family_links for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = family_links.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and g.because not in ('handover', 'break-glass') and 'family' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = family_links.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and g.because not in ('handover', 'break-glass') and 'family' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy steps_by_package on family_steps to $service$_app
    using (exists (select 1 from access.grants g where g.record = family_steps.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'family' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (recorded_by = access.caller()
        and exists (select 1 from access.grants g where g.record = family_steps.person_id and g.grantee = any ((select access.grantees())::uuid[])
                       and g.because not in ('handover', 'break-glass') and 'family' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy grantor_erases on family_links to $service$_grantor using (true);
create policy grantor_erases on family_steps to $service$_grantor using (true);

create function links_go_with_either() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    delete from family_steps s using family_links l where l.link_id = s.link_id and (l.person_id = new.person_id or l.relative_id = new.person_id);
    delete from family_links l where l.person_id = new.person_id or l.relative_id = new.person_id;
    return null;
end $$;
create trigger links_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function links_go_with_either();
