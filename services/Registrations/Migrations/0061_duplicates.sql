-- Records of several agencies that may be of one person. Looked for only among people who agreed to it, by a clock; told to the lead's desk and to nobody else.

-- Keys that are the same in every agency. No request ever reads them.
create table link_keys (
    kind      smallint not null,
    key       bigint   not null,
    person_id uuid     not null references people,
    primary key (kind, key, person_id)
);
create index link_keys_of_person on link_keys (person_id);
alter table link_keys enable row level security;
alter table link_keys force row level security;
grant select, insert, delete on link_keys to $service$_jobs;
grant select, delete on link_keys to $service$_grantor;
create policy jobs_link on link_keys to $service$_jobs using (true) with check (true);
create policy grantor_unlinks on link_keys to $service$_grantor using (true);

-- Whether the record has such keys: none; due, that they are to be made or taken away; linked.
alter table keyings add column linking text not null default 'none' check (linking in ('none', 'due', 'linked'));
create index keyings_to_link on keyings (person_id) where linking = 'due';
grant update on keyings to $service$_grantor;
alter policy jobs_open_to_key on person_identities
    using (exists (select 1 from keyings k where k.person_id = person_identities.person_id and (k.stamp = 0 or k.linking <> 'none')));
alter policy jobs_open_to_key on person_contacts
    using (exists (select 1 from keyings k where k.person_id = person_contacts.person_id and (k.stamp = 0 or k.linking <> 'none')));

-- A pair for the desk. What it compares is sealed with each person's own key, so that it cannot outlive either; after the decision, and with the consent, it goes.
create table duplicates (
    duplicate_id uuid        primary key,
    one          uuid        not null references people,
    other        uuid        not null references people,
    state        text        not null check (state in ('open', 'same-proposed', 'same', 'different', 'ended', 'unlike')),
    band         text        not null,
    reasons      text[]      not null,
    rules        int         not null,
    one_sealed   bytea,
    other_sealed bytea,
    found_at     timestamptz not null,
    decided_by   uuid,
    decided_at   timestamptz,
    confirmed_by uuid,
    confirmed_at timestamptz,
    version      int         not null,
    check (one < other),
    unique (one, other)
);
create index duplicates_of_other on duplicates (other);
alter table duplicates enable row level security;
alter table duplicates force row level security;
grant select, update on duplicates to $service$_app;
grant select, insert, update on duplicates to $service$_jobs;
grant select, update, delete on duplicates to $service$_grantor;
create policy desk_sees on duplicates for select to $service$_app
    using (exists (select 1 from access.grants g where g.record = duplicates.duplicate_id and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now())));
-- that two records are of one person takes two people
create policy desk_decides on duplicates for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = duplicates.duplicate_id and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now())))
    with check (state in ('open', 'different') or (state = 'same-proposed' and decided_by = access.caller()) or (state = 'same' and confirmed_by = access.caller() and decided_by <> confirmed_by));
create policy jobs_find on duplicates to $service$_jobs using (true) with check (true);
create policy grantor_ends on duplicates to $service$_grantor using (true) with check (true);

-- Nothing of these pairs is left for the desk: consent or agreement has ended, or the records are alike no more.
create function end_duplicates(p_pairs uuid[], p_as text) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update duplicates set state = p_as, one_sealed = null, other_sealed = null, version = version + 1 where duplicate_id = any (p_pairs);
    delete from access.visible where record = any (p_pairs);
    delete from access.grants where record = any (p_pairs);
end $$;

create function undecided_duplicates(p_person uuid) returns uuid[]
    language sql stable set search_path = public, pg_temp as $$
    select array(select duplicate_id from duplicates where (one = p_person or other = p_person) and state in ('open', 'same-proposed'))
$$;

-- With a consent to it the keys are to be made. Without one all that came of it is gone in the same commit.
create function links_follow_consent() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if new.withdrawn_at is not null then
        delete from link_keys where person_id = new.person_id;
        perform end_duplicates(undecided_duplicates(new.person_id), 'ended');
    end if;
    update keyings set linking = 'due' where person_id = new.person_id;
    return null;
end $$;
create trigger links_follow after insert or update of withdrawn_at on consents for each row
    when (new.purpose = 'deduplication') execute function links_follow_consent();

-- Other names or another phone: other keys.
create function links_follow_file() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update keyings set linking = 'due' where person_id = new.person_id and linking = 'linked';
    return null;
end $$;
create trigger links_follow after update on person_identities for each row execute function links_follow_file();
create trigger links_follow after update on person_contacts for each row execute function links_follow_file();

-- A decision taken back: the pair is made again from the files as they are now.
create function links_follow_decision() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update keyings set linking = 'due' where person_id = new.one;
    return null;
end $$;
create trigger links_follow after update of state on duplicates for each row
    when (new.state = 'open' and old.state in ('same', 'different')) execute function links_follow_decision();

create function duplicates_go() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform end_duplicates(array(select duplicate_id from duplicates where one = new.person_id or other = new.person_id), 'ended');
    delete from duplicates where one = new.person_id or other = new.person_id;
    return null;
end $$;
create trigger duplicates_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function duplicates_go();
create trigger link_keys_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('link_keys');

grant create on schema public to $service$_grantor;
alter function end_duplicates(uuid[], text) owner to $service$_grantor;
alter function links_follow_consent() owner to $service$_grantor;
alter function links_follow_file() owner to $service$_grantor;
alter function links_follow_decision() owner to $service$_grantor;
alter function duplicates_go() owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function end_duplicates(uuid[], text), undecided_duplicates(uuid), links_follow_consent(), links_follow_file(), links_follow_decision(), duplicates_go() from public;
grant execute on function end_duplicates(uuid[], text), undecided_duplicates(uuid) to $service$_jobs, $service$_grantor;
