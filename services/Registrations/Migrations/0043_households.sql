-- Who lives or travels together. There is no row of a household itself: it is its members, so that who sees none of them finds no household, and who sees some cannot tell
-- that there are more. What each is in it, since when and until when is sealed with the key of their file.
create table household_members (
    member_id    uuid        primary key,
    position     bigint      generated always as identity,
    household_id uuid        not null,
    person_id    uuid        not null references people,
    sealed       bytea       not null,
    recorded_by  uuid        not null,
    recorded_at  timestamptz not null,
    left_at      timestamptz
);
create unique index in_one_household_at_a_time on household_members (person_id) where left_at is null;
create index household_members_of_one on household_members (household_id, position);

alter table household_members enable row level security;
alter table household_members force row level security;
grant select, insert, update on household_members to $service$_app;
grant select, delete on household_members to $service$_grantor;

create policy members_by_package on household_members to $service$_app
    using (exists (select 1 from access.grants g where g.record = household_members.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'family' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = household_members.person_id and g.grantee = any ((select access.grantees())::uuid[])
                           and g.because not in ('handover', 'break-glass') and 'family' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy grantor_erases on household_members to $service$_grantor using (true);
create trigger household_members_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('household_members');
