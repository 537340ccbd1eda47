-- Who sees the file reads what was handed over of it, and to whom; so does an auditor of the agency that handed it over, who sees no file. Nobody changes it: the
-- table is only ever added to.
create index disclosures_of_referral on access.disclosures (referral);
grant select on access.disclosures to $service$_app;
create policy ledger_read on access.disclosures for select to $service$_app
    using (exists (select 1 from access.grants g where g.record = disclosures.person and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now()))
           or (by_agency = (select access.agency()) and 'auditor' = any ((select access.roles())::text[])));

-- Whether there is a ledger of this person for the caller, with or without a line.
create function ledger_open(p_person uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from access.grants g where g.record = p_person and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now()))
        or exists (select 1 from people where person_id = p_person and agency_id = access.agency() and 'auditor' = any (access.roles()))
$$;
grant create on schema public to $service$_grantor;
alter function ledger_open(uuid) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function ledger_open(uuid) from public;
grant execute on function ledger_open(uuid) to $service$_app;

-- How far each referral went that something was handed over for, as Referrals tells it. Of a referral from before this was listened to there may be no row, or the
-- end alone. Each fact is said once, so that the order in which they are heard does not matter.
create table handed_on (
    referral_id    uuid primary key,
    from_agency_id uuid not null,
    to_agency_id   uuid not null,
    -- the highest version of which it was heard that nobody had accepted yet
    open_version   int,
    accepted_at    timestamptz,
    ended_at       timestamptz,
    ended_as       text check (ended_as in ('rejected', 'returned', 'revoked', 'closed')),
    ended_version  int,
    because        text
);
alter table handed_on enable row level security;
alter table handed_on force row level security;
-- who hands over names the referral: what they name of another agency, or to another, tells them nothing
create policy handed_on_with_the_ledger on handed_on for select to $service$_app
    using (exists (select 1 from access.disclosures d where d.referral = handed_on.referral_id and d.by_agency = handed_on.from_agency_id and d.recipient = handed_on.to_agency_id));
create policy jobs_follow on handed_on to $service$_jobs using (true) with check (true);
grant select on handed_on to $service$_app;
grant select, insert, update on handed_on to $service$_jobs;
