-- What a person asks about what is held of them: to know it, to have it put right, that it is not used. Each has a day by which it is answered.

-- the version of the file that last changed each package: what a correction made outdated elsewhere is told from these. The version that still serves knows none of this
alter table people
    add column identity_version int not null default 1,
    add column contact_version  int not null default 1;

create table subject_requests (
    request_id     uuid        primary key,
    person_id      uuid        not null references people,
    agency_id      uuid        not null,
    kind           text        not null check (kind in ('access', 'correction', 'objection')),
    how            text        not null check (how in ('in-person', 'phone', 'letter', 'through-representative')),
    language       text        not null,
    -- of an objection: what is in both; an empty list leaves nothing out
    purposes       text[]      not null default '{}',
    recipients     uuid[]      not null default '{}',
    state          text        not null check (state in ('received', 'refusal-proposed', 'answered', 'refused', 'withdrawn')),
    received_on    date        not null,
    due_on         date        not null,
    recorded_by    uuid        not null,
    recorded_at    timestamptz not null,
    reason_code    text,
    proposed_by    uuid,
    ended_by       uuid,
    ended_at       timestamptz,
    -- of a correction: the file before and after
    version_before int,
    version_after  int,
    -- 1 reminded, 2 overdue; once each
    level          int         not null default 0,
    next_at        timestamptz,
    version        int         not null default 1,
    constraint a_refusal_takes_two check (state <> 'refused' or (ended_by <> proposed_by) is true)
);
create index subject_requests_of_an_agency on subject_requests (agency_id, recorded_at desc, request_id desc);
create index subject_requests_of_a_person on subject_requests (person_id);
create index subject_requests_next on subject_requests (next_at) where next_at is not null;

-- What was said and answered, sealed with the person's key: read with the file, and gone with its key.
create table subject_request_texts (
    request_id uuid primary key references subject_requests,
    person_id  uuid not null,
    asked      bytea,
    through    bytea,
    answer     bytea
);

alter table subject_requests enable row level security;
alter table subject_requests force row level security;
alter table subject_request_texts enable row level security;
alter table subject_request_texts force row level security;
grant select, insert, update on subject_requests, subject_request_texts to $service$_app;
grant select, update on subject_requests to $service$_jobs;

do $$
declare
    seen constant text := 'exists (select 1 from access.grants g where g.record = %1$I.person_id and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now()))';
    kept constant text := 'exists (select 1 from access.grants g where g.record = %1$I.person_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because not in (''handover'', ''break-glass'') and (g.until is null or g.until > access.now()))';
    -- the agency's protection officers see that there is one, and decide on what others would refuse
    officer constant text := 'agency_id = (select access.agency()) and ''protection-officer'' = any ((select access.roles())::text[])';
begin
    execute format('create policy request_seen on %1$I for select to $service$_app using (' || seen || ' or (' || officer || '))', 'subject_requests');
    execute format('create policy request_recorded on %1$I for insert to $service$_app with check (agency_id = access.agency() and recorded_by = access.caller() and ' || kept || ')', 'subject_requests');
    execute format('create policy request_moved on %1$I for update to $service$_app using (' || kept || ' or (' || officer || ' and state = ''refusal-proposed'' and proposed_by <> access.caller()))'
                   || ' with check (' || kept || ' or (' || officer || ' and state in (''refused'', ''received'')))', 'subject_requests');
    execute format('create policy text_read on %1$I for select to $service$_app using (' || seen || ')', 'subject_request_texts');
    execute format('create policy text_written on %1$I for insert to $service$_app with check (' || kept || ')', 'subject_request_texts');
    execute format('create policy text_changed on %1$I for update to $service$_app using (' || kept || ') with check (' || kept || ')', 'subject_request_texts');
end $$;
create policy jobs_keep_clocks on subject_requests to $service$_jobs using (true) with check (true);
