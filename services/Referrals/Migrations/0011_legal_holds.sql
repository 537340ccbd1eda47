-- Who is held: no packet of theirs loses its key by rule. One row for each hold, whichever is heard first of what happened to it. By the number that is in
-- referrals already.
create table held_people (
    hold_id      uuid        primary key,
    subject_lock bigint      not null,
    -- its last day
    until        date,
    lifted_at    timestamptz
);
create index held_people_standing on held_people (subject_lock) where lifted_at is null;
alter table held_people enable row level security;
alter table held_people force row level security;
create policy jobs_remember on held_people to $service$_jobs using (true) with check (true);
grant select, insert, update on held_people to $service$_jobs;
