-- A person was erased: what their referrals hold of them goes, and steps, clocks and ledger stay. By the number that is in referrals already a submission
-- that comes late finds it here.
create table erased_people (
    subject_lock bigint      primary key,
    erased_at    timestamptz not null
);
alter table erased_people enable row level security;
alter table erased_people force row level security;
create policy submission_compares on erased_people for select to $service$_app using (access.caller() is not null);
create policy jobs_remember on erased_people to $service$_jobs using (true) with check (true);
grant select on erased_people to $service$_app;
grant select, insert on erased_people to $service$_jobs;

grant select, update on referral_history, referrals to $service$_grantor;
grant select, delete on referral_packets, referral_bases, referral_envelopes, pending_packets to $service$_grantor;
create policy grantor_erases on referral_packets to $service$_grantor using (true);
create policy grantor_erases on referral_bases to $service$_grantor using (true);
create policy grantor_erases on referral_envelopes to $service$_grantor using (true);
create policy grantor_erases on pending_packets to $service$_grantor using (true);
create policy grantor_erases on referral_history to $service$_grantor using (true) with check (true);
create policy grantor_erases on referrals for update to $service$_grantor using (true) with check (true);

create function erase_content(p_referrals uuid[]) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from referral_packets where referral_id = any (p_referrals);
    delete from referral_bases where referral_id = any (p_referrals);
    delete from referral_envelopes where referral_id = any (p_referrals);
    delete from pending_packets where referral_id = any (p_referrals);
    update referral_history set note = null where referral_id = any (p_referrals) and note is not null;
    update referrals set packet_state = 'destroyed' where referral_id = any (p_referrals) and packet_state <> 'destroyed';
end $$;
grant create on schema public to $service$_grantor;
alter function erase_content(uuid[]) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function erase_content(uuid[]) from public;
grant execute on function erase_content(uuid[]) to $service$_jobs;
