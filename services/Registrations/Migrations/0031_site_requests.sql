-- What was asked of a site's authority at a visit, each with the day by which it should be answered; the reply comes later. The words are sealed with the visit's key.
create table site_requests (
    request_id uuid        primary key,
    visit_id   uuid        not null references visits,
    agency_id  uuid        not null,
    team_id    uuid,
    asked_by   uuid        not null,
    asked_at   timestamptz not null,
    due_on     date        not null,
    state      text        not null check (state in ('open', 'answered')),
    outcome    text,
    replied_on date,
    asked      bytea       not null,
    reply      bytea,
    version    int         not null default 1,
    constraint an_answer_says_what_came_of_it check ((state = 'answered') = (outcome is not null and replied_on is not null))
);
create index site_requests_of_a_visit on site_requests (visit_id, asked_at desc, request_id desc);

alter table site_requests enable row level security;
alter table site_requests force row level security;
grant select, insert, update on site_requests to $service$_app;

create policy request_with_the_visit on site_requests for select to $service$_app using (exists (select 1 from visits v where v.visit_id = site_requests.visit_id));
create policy request_made on site_requests for insert to $service$_app
    with check (exists (select 1 from access.grants g where g.record = site_requests.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                           and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));
create policy request_answered on site_requests for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = site_requests.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = site_requests.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));
