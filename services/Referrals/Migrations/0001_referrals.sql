-- Referrals between agencies. What each side may read is decided here: who was granted what, and in which state the referral is.
create table referrals (
    referral_id     uuid        primary key,
    from_agency_id  uuid        not null,
    to_agency_id    uuid        not null,
    sent_by         uuid        not null,
    service_code    text        not null,
    area_code       text        not null,
    priority        text        not null check (priority in ('emergency', 'urgent', 'normal')),
    status          text        not null check (status in ('sent', 'acknowledged', 'accepted', 'rejected', 'returned', 'revoked', 'closed')),
    basis           text        not null check (basis in ('consent', 'vital-interest')),
    packages        text[]      not null,
    consent_ids     uuid[]      not null,
    consent_until   date,
    -- 64 bits of the person's random id, for a lock that submission and withdrawal share; tells nothing of the person
    subject_lock    bigint      not null,
    receiver_phoned boolean     not null default false,
    packet_state    text        not null check (packet_state in ('held', 'pending', 'destroyed')),
    approved_by     uuid,
    approved_at     timestamptz,
    sent_at         timestamptz not null,
    acknowledge_by  timestamptz not null,
    respond_by      timestamptz not null,
    overdue_since   timestamptz,
    ended_at        timestamptz,
    end_reason      text,
    follow_up       text,
    version         int         not null default 1,
    check (from_agency_id <> to_agency_id),
    check (approved_by is null or approved_by <> sent_by)
);
create index referrals_open_until on referrals (consent_until) where status in ('sent', 'acknowledged', 'accepted');
create index referrals_to_destroy on referrals (ended_at) where packet_state <> 'destroyed';
create index referrals_packet_pending on referrals (sent_at) where packet_state = 'pending' and status in ('sent', 'acknowledged', 'accepted');

-- Whose referral it is, for the sender alone. The receiver knows the person by a pseudonym good for this referral only.
create table referral_people (
    referral_id uuid primary key references referrals,
    person_id   uuid not null
);
create index referrals_of_person on referral_people (person_id);

create table referral_consents (
    consent_id  uuid not null,
    referral_id uuid not null references referrals,
    primary key (consent_id, referral_id)
);

create table referral_envelopes (
    referral_id uuid primary key references referrals,
    subject     uuid not null,
    sex         text not null,
    age_band    text not null,
    adm2        text not null
);

create table referral_packets (
    referral_id uuid  primary key references referrals,
    sealed      bytea not null
);

create table referral_history (
    referral_id uuid        not null references referrals,
    version     int         not null,
    event       text        not null,
    at          timestamptz not null,
    by_agency   uuid        not null,
    by_caller   uuid        not null,
    code        text,
    next_date   date,
    note        bytea,
    primary key (referral_id, version)
);

create table referral_clocks (
    referral_id uuid        not null references referrals,
    clock       text        not null check (clock in ('acknowledge', 'decide')),
    started_at  timestamptz not null,
    due_at      timestamptz not null,
    level       int         not null default 0,
    next_at     timestamptz,
    primary key (referral_id, clock)
);
create index referral_clocks_next on referral_clocks (next_at) where next_at is not null;

-- Consents known to be withdrawn, also those that no referral stood on yet: a late submission finds its tombstone here.
create table withdrawn_consents (
    consent_id   uuid        primary key,
    withdrawn_at timestamptz not null
);

create table notices (
    notice_id   uuid        primary key,
    grantee     uuid        not null,
    referral_id uuid        not null references referrals,
    kind        text        not null,
    clock       text,
    level       int,
    area_code   text,
    at          timestamptz not null
);
create index notices_of_grantee on notices (grantee, at desc, notice_id desc);

create table services_offered (
    agency_id         uuid        not null,
    service_code      text        not null,
    area_codes        text[]      not null,
    accepts_referrals boolean     not null,
    capacity          int         check (capacity >= 0),
    languages         text[]      not null default '{}',
    female_staff      boolean,
    last_verified_on  date        not null,
    version           int         not null default 1,
    updated_at        timestamptz not null,
    demo              boolean     not null default false,
    primary key (agency_id, service_code)
);
create index services_offered_by_service on services_offered (service_code) where accepts_referrals;

grant usage on schema public to $service$_app, $service$_jobs, $service$_grantor;
grant select, insert, update on referrals, referral_packets, referral_clocks, services_offered to $service$_app;
grant select, insert on referral_people, referral_consents, referral_envelopes, referral_history to $service$_app;
grant select on withdrawn_consents, notices to $service$_app;
grant insert on notices to $service$_app;
grant select, update on referrals, referral_clocks to $service$_jobs;
grant select on referral_consents, referral_people to $service$_jobs;
grant select, insert on referral_history, withdrawn_consents, notices to $service$_jobs;

do $$
declare t text;
begin
    foreach t in array array['referrals', 'referral_people', 'referral_consents', 'referral_envelopes', 'referral_packets', 'referral_history', 'referral_clocks', 'notices'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
    end loop;
end $$;

create function granted(p_record uuid, p_package text) returns boolean language sql stable as $$
    select exists (select 1 from access.grants g
                    where g.record = p_record and g.grantee = any ((select access.grantees())::uuid[])
                      and p_package = any (g.packages) and (g.until is null or g.until > access.now()))
$$;

-- The sender's side is granted 'sent', the receiver's 'received'. The state decides the rest, so that an end ends access in the same commit.
create policy both_sides_see on referrals for select to $service$_app using (granted(referral_id, 'sent') or granted(referral_id, 'received'));
create policy both_sides_move on referrals for update to $service$_app
    using (granted(referral_id, 'sent') or granted(referral_id, 'received')) with check (granted(referral_id, 'sent') or granted(referral_id, 'received'));
create policy sender_sends on referrals for insert to $service$_app with check (from_agency_id = access.agency() and sent_by = access.caller() and status = 'sent');
create policy jobs_keep_clocks on referrals to $service$_jobs using (true) with check (true);

create policy sender_knows_whom on referral_people to $service$_app using (granted(referral_id, 'sent')) with check (granted(referral_id, 'sent'));
create policy jobs_know_whom on referral_people for select to $service$_jobs using (true);
create policy sender_names_consents on referral_consents to $service$_app using (granted(referral_id, 'sent')) with check (granted(referral_id, 'sent'));
create policy jobs_follow_consents on referral_consents for select to $service$_jobs using (true);

create function is_open(p_referral uuid) returns boolean language sql stable as $$
    select exists (select 1 from referrals r where r.referral_id = p_referral and r.status in ('sent', 'acknowledged', 'accepted'))
$$;

create policy envelope_read on referral_envelopes for select to $service$_app
    using (granted(referral_id, 'sent') or (granted(referral_id, 'received') and is_open(referral_id)));
create policy envelope_written on referral_envelopes for insert to $service$_app with check (granted(referral_id, 'sent'));

-- The packet is the receiver's, from acceptance until the referral ends in any way; without consent as its basis, once a second person approved.
create policy packet_read on referral_packets for select to $service$_app
    using (granted(referral_id, 'received') and exists (
        select 1 from referrals r where r.referral_id = referral_packets.referral_id
           and r.status = 'accepted' and (r.basis = 'consent' or r.approved_at is not null)));
create policy packet_written on referral_packets for insert to $service$_app with check (granted(referral_id, 'sent'));

-- What the receiver itself decided stays in its history; the rest of it ends with the referral.
create policy history_read on referral_history for select to $service$_app
    using (granted(referral_id, 'sent') or (granted(referral_id, 'received') and (by_agency = access.agency() or is_open(referral_id))));
create policy history_written on referral_history for insert to $service$_app
    with check (by_agency = access.agency() and by_caller = access.caller() and (granted(referral_id, 'sent') or granted(referral_id, 'received')));
create policy jobs_write_history on referral_history to $service$_jobs using (true) with check (true);

create policy clocks_of_both on referral_clocks to $service$_app
    using (granted(referral_id, 'sent') or granted(referral_id, 'received')) with check (granted(referral_id, 'sent') or granted(referral_id, 'received'));
create policy jobs_run_clocks on referral_clocks to $service$_jobs using (true) with check (true);

create policy own_notices on notices for select to $service$_app using (grantee = any ((select access.grantees())::uuid[]));
create policy sides_notify on notices for insert to $service$_app with check (granted(referral_id, 'sent') or granted(referral_id, 'received'));
create policy jobs_notify on notices to $service$_jobs using (true) with check (true);

alter table services_offered enable row level security;
alter table services_offered force row level security;
create policy directory_read on services_offered for select to $service$_app using (true);
create policy directory_added on services_offered for insert to $service$_app with check (agency_id = access.agency() and not demo);
create policy directory_kept on services_offered for update to $service$_app using (agency_id = access.agency()) with check (agency_id = access.agency());
create policy jobs_look_for_demo on services_offered for select to $service$_jobs using (demo);
grant select on services_offered to $service$_jobs;
create policy owner_seeds on services_offered to $service$_owner using (true) with check (true);

-- The ledger's entry when a packet becomes readable, once: accepted, there, and approved where it needs to be. Whose data it is only the
-- sender's side and this function read.
create policy grantor_reads_for_ledger on referrals for select to $service$_grantor using (true);
create policy grantor_reads_whom on referral_people for select to $service$_grantor using (true);
grant select on referrals, referral_people to $service$_grantor;
grant insert on access.disclosures to $service$_grantor;
grant select on access.disclosures to $service$_grantor;
create function disclose_packet(p_referral uuid) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into access.disclosures (person, recipient, packages, purpose, basis, consents, referral, stage, by_caller, by_agency, at)
    select p.person_id, r.to_agency_id, r.packages, 'service-referral', r.basis, r.consent_ids, r.referral_id, 'disclosed', access.caller(), access.agency(), access.now()
      from referrals r join referral_people p using (referral_id)
     where r.referral_id = p_referral and r.status = 'accepted' and r.packet_state = 'held' and (r.basis = 'consent' or r.approved_at is not null)
       and not exists (select 1 from access.disclosures d where d.referral = p_referral and d.stage = 'disclosed');
end $$;
grant create on schema public to $service$_grantor;
alter function disclose_packet(uuid) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function disclose_packet(uuid) from public;
grant execute on function disclose_packet(uuid) to $service$_app, $service$_jobs;

-- An emergency sent while Registrations did not answer: the sender's own token, sealed and short-lived, with which the packet is
-- fetched as soon as it answers. Gone with the first success or refusal.
create table pending_packets (
    referral_id  uuid        primary key references referrals,
    sealed_token bytea       not null,
    lent_at      timestamptz not null default clock_timestamp()
);
alter table pending_packets enable row level security;
alter table pending_packets force row level security;
create policy sender_lends on pending_packets to $service$_app using (granted(referral_id, 'sent')) with check (granted(referral_id, 'sent'));
create policy jobs_fetch on pending_packets to $service$_jobs using (true) with check (true);
grant select, insert, update on pending_packets to $service$_app;
grant select, update, delete on pending_packets to $service$_jobs;
create policy jobs_complete_packets on referral_packets to $service$_jobs
    using (exists (select 1 from referrals r where r.referral_id = referral_packets.referral_id and r.packet_state = 'pending'));
grant select, update on referral_packets to $service$_jobs;
