-- Who sent a referral before its person's case was transferred reads it until the handover ends, and moves nothing.
do $$
declare
    sent constant text := 'exists (select 1 from access.grants g where g.record = %1$I.referral_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because <> ''handover'' and ''sent'' = any (g.packages) and (g.until is null or g.until > access.now()))';
    either constant text := replace(sent, '''sent'' = any (g.packages)', 'g.packages && ''{sent,received}''');
begin
    execute format('alter policy both_sides_move on %1$I using (' || either || ') with check (' || either || ')', 'referrals');
    execute format('alter policy sender_knows_whom on %1$I with check (' || sent || ')', 'referral_people');
    execute format('alter policy sender_names_consents on %1$I with check (' || sent || ')', 'referral_consents');
    execute format('alter policy envelope_written on %1$I with check (' || sent || ')', 'referral_envelopes');
    execute format('alter policy packet_written on %1$I with check (' || sent || ')', 'referral_packets');
    execute format('alter policy history_written on %1$I with check (by_agency = access.agency() and by_caller = access.caller() and ' || either || ')', 'referral_history');
    execute format('alter policy sides_notify on %1$I with check (' || either || ')', 'notices');
    execute format('alter policy sender_lends on %1$I with check (' || sent || ')', 'pending_packets');
    execute format('alter policy clocks_of_both on %1$I with check (' || either || ')', 'referral_clocks');
    execute format('alter policy sender_says_why on %1$I with check (' || sent || ')', 'referral_bases');
end $$;

-- Transfers heard of, each by the version of the file that it made: whatever comes late, twice or in another order, who holds a referral is
-- worked out from all of them. By the number that is in referrals already, which tells nothing of the person.
create table case_transfers (
    subject_lock   bigint      not null,
    version        int         not null,
    agency_id      uuid        not null,
    to_team_id     uuid        not null,
    caseworker_id  uuid        not null,
    occurred_at    timestamptz not null,
    handover_until timestamptz not null,
    primary key (subject_lock, version)
);
alter table case_transfers enable row level security;
alter table case_transfers force row level security;
create policy submission_compares on case_transfers for select to $service$_app using (agency_id = access.agency());
create policy jobs_remember on case_transfers to $service$_jobs using (true) with check (true);
grant select on case_transfers to $service$_app;
grant select, insert on case_transfers to $service$_jobs;
