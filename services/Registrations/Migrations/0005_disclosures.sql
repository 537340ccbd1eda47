-- Who keeps the case reads what was handed over of it, and to whom. Nobody changes it: the table is only ever added to.
create index disclosures_of_referral on access.disclosures (referral);
grant select on access.disclosures to $service$_app;
create policy disclosed_with_the_file on access.disclosures for select to $service$_app
    using (exists (select 1 from access.grants g where g.record = disclosures.person and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now())));

-- How far each referral went that something was handed over for, as Referrals tells it: sent, readable since the acceptance, ended. Each is said once, so
-- that the order in which it is heard does not matter.
create table handed_on (
    referral_id    uuid primary key,
    readable_since timestamptz,
    ended_at       timestamptz,
    ended_as       text check (ended_as in ('rejected', 'returned', 'revoked', 'closed')),
    because        text
);
alter table handed_on enable row level security;
alter table handed_on force row level security;
create policy handed_on_with_the_file on handed_on for select to $service$_app
    using (exists (select 1 from access.disclosures d where d.referral = handed_on.referral_id));
create policy jobs_follow on handed_on to $service$_jobs using (true) with check (true);
grant select on handed_on to $service$_app;
grant select, insert, update on handed_on to $service$_jobs;
