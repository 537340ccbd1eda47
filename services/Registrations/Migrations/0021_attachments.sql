-- What is attached to a person's file, a photograph or a document: sealed with the person's key, what it is of as well. Removed, the content is gone and the line stays.
create table person_attachments (
    attachment_id uuid        primary key,
    person_id     uuid        not null references people,
    about         bytea       not null,
    content       bytea,
    bytes         int         not null,
    recorded_by   uuid        not null,
    recorded_at   timestamptz not null,
    removed_at    timestamptz,
    constraint removed_is_gone check ((content is null) = (removed_at is not null))
);
create index person_attachments_of_a_person on person_attachments (person_id, recorded_at desc, attachment_id desc);
alter table person_attachments alter column content set storage external;   -- what is sealed does not get smaller
alter table person_attachments enable row level security;
alter table person_attachments force row level security;
grant select, insert, update on person_attachments to $service$_app;
grant select, delete on person_attachments to $service$_grantor;

create policy attachments_by_package on person_attachments to $service$_app
    using (exists (select 1 from access.grants g where g.record = person_attachments.person_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'identity' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = person_attachments.person_id and g.grantee = any ((select access.grantees())::uuid[])
                           and g.because not in ('handover', 'break-glass') and 'identity' = any (g.packages) and (g.until is null or g.until > access.now())));
create policy grantor_erases on person_attachments to $service$_grantor using (true);

create trigger attachments_go after update of erased_at on people for each row
    when (old.erased_at is null and new.erased_at is not null) execute function goes_with_the_person('person_attachments');
