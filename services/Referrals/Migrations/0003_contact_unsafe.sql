-- A contact made unsafe after a packet was taken: the packet is marked, never rewritten. The version that still serves knows none of this and needs none.
alter table referrals
    -- version of the person's file that the packet was taken from; null while it is pending, and where it was sent before this column was there
    add column person_version       int,
    -- from when on the packet's contact must not be used; once set it stays
    add column contact_unsafe_since timestamptz;

-- Up to which version of a file its contact must no longer be used, for a packet that is being sent at this very moment: as with withdrawn consents, a
-- late submission finds it here. By the number that is in referrals already, which tells nothing of the person.
create table unsafe_contacts (
    subject_lock bigint      primary key,
    version      int         not null,
    since        timestamptz not null
);
alter table unsafe_contacts enable row level security;
alter table unsafe_contacts force row level security;
create policy submission_compares on unsafe_contacts for select to $service$_app using (true);
create policy jobs_remember on unsafe_contacts to $service$_jobs using (true) with check (true);
grant select on unsafe_contacts to $service$_app;
grant select, insert, update on unsafe_contacts to $service$_jobs;
