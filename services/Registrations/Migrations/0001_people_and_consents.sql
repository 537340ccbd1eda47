-- People and what they agreed to. Each package has a table of its own; names, contacts and notes are sealed with the record's key.
create table people (
    person_id       uuid        primary key,
    case_code       text        not null unique,
    agency_id       uuid        not null,
    team_id         uuid,
    caseworker_id   uuid        not null,
    registered_by   uuid        not null,
    area_code       text        not null,
    setting         text        not null,
    arrival_date    date,
    version         int         not null,
    consent_version int         not null default 0,
    registered_at   timestamptz not null,
    updated_at      timestamptz not null
);

create table person_identities (
    person_id uuid  primary key references people,
    sealed    bytea not null
);

create table person_contacts (
    person_id uuid  primary key references people,
    sealed    bytea not null
);

-- Keyed hashes of pairs of name keys, keyed per agency: nothing can be read from them, and they are deleted at erasure.
create table person_search_keys (
    agency_id uuid   not null,
    key       bigint not null,
    person_id uuid   not null references people,
    primary key (agency_id, key, person_id)
);
create index person_search_keys_of_person on person_search_keys (person_id);

create table consents (
    consent_id          uuid        primary key,
    person_id           uuid        not null references people,
    purpose             text        not null,
    recipient_agency_id uuid        not null,
    packages            text[]      not null,
    given_by            text        not null,
    method              text        not null,
    witness             bytea,   -- sealed: a witness is a name too
    language            text        not null,
    expires_on          date        not null,
    recorded_by         uuid        not null,
    given_at            timestamptz not null,
    withdrawn_at        timestamptz,
    version             int         not null
);
create index consents_of_person on consents (person_id, given_at desc);
create index consents_by_recipient on consents (recipient_agency_id) where withdrawn_at is null;

grant usage on schema public to $service$_app, $service$_jobs, $service$_grantor;
grant select, insert, update on people, person_identities, person_contacts to $service$_app;
grant select, insert, delete on person_search_keys to $service$_app;
grant select, insert, update on consents to $service$_app;
grant select on people, consents to $service$_jobs;
grant select on consents to $service$_grantor;

do $$
declare t text;
begin
    foreach t in array array['people', 'person_identities', 'person_contacts', 'person_search_keys', 'consents'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
    end loop;
end $$;

create function granted(p_record uuid, p_package text) returns boolean language sql stable as $$
    select exists (select 1 from access.grants g
                    where g.record = p_record and g.grantee = any ((select access.grantees())::uuid[])
                      and (p_package is null or p_package = any (g.packages)) and (g.until is null or g.until > access.now()))
$$;

create policy file_seen on people for select to $service$_app using (granted(person_id, null));
create policy file_changed on people for update to $service$_app using (granted(person_id, null)) with check (granted(person_id, null));
create policy file_opened on people for insert to $service$_app with check (agency_id = access.agency());
create policy jobs_announce_people on people for select to $service$_jobs using (true);

create policy identity_by_package on person_identities to $service$_app using (granted(person_id, 'identity')) with check (granted(person_id, 'identity'));
create policy contact_by_package on person_contacts to $service$_app using (granted(person_id, 'contact')) with check (granted(person_id, 'contact'));
create policy own_agencys_keys on person_search_keys to $service$_app using (agency_id = access.agency()) with check (agency_id = access.agency());

create policy consents_with_the_file on consents to $service$_app using (granted(person_id, null)) with check (granted(person_id, null));
create policy jobs_announce_consents on consents for select to $service$_jobs using (true);
create policy grantor_checks_consents on consents for select to $service$_grantor using (true);

-- Whether consents still stand, for the agency that received on them; it learns yes or no and nothing of the person.
create function consents_standing(p_consents uuid[]) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) = cardinality(p_consents) and cardinality(p_consents) > 0
      from consents
     where consent_id = any (p_consents) and recipient_agency_id = access.agency()
       and withdrawn_at is null and expires_on >= (access.now() at time zone 'utc')::date
$$;
grant create on schema public to $service$_grantor;
alter function consents_standing(uuid[]) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function consents_standing(uuid[]) from public;
grant execute on function consents_standing(uuid[]) to $service$_app;
