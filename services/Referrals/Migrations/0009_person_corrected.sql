-- A file put right after a packet was taken from it: the packet is marked, never rewritten. The version that still serves knows none of this and needs none.
alter table referrals
    add column corrected_since   timestamptz,
    -- up to which version of the file its receiver was told of
    add column corrected_version int;

-- From which version of a file each package is right, for a packet that is being sent at this very moment. By the number that is in referrals already.
create table corrected_people (
    subject_lock bigint      not null,
    package      text        not null,
    version      int         not null,
    since        timestamptz not null,
    primary key (subject_lock, package)
);
alter table corrected_people enable row level security;
alter table corrected_people force row level security;
create policy submission_compares on corrected_people for select to $service$_app using (true);
create policy jobs_remember on corrected_people to $service$_jobs using (true) with check (true);
grant select on corrected_people to $service$_app;
grant select, insert, update on corrected_people to $service$_jobs;

-- A notice may be about something else than a referral: what it is, is at the service that says so.
alter table notices
    alter column referral_id drop not null,
    add column record uuid,
    add constraint a_notice_is_about_one_thing check ((referral_id is null) <> (record is null));
create index notices_of_record on notices (record) where record is not null;
