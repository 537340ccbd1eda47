-- Who was met at a visit, each by a number and without a name; what is told of them is sealed with the visit's key. Of an entry from which a person was registered it
-- stands that it was, and nowhere whom: neither here nor with the person.
create table visit_roster (
    entry_id uuid    primary key,
    visit_id uuid    not null references visits,
    number   int     not null check (number > 0),
    sealed   bytea   not null,
    promoted boolean not null default false,
    unique (visit_id, number)
);

alter table visit_roster enable row level security;
alter table visit_roster force row level security;
grant select, insert, update on visit_roster to $service$_app;

create policy entry_with_the_visit on visit_roster for select to $service$_app using (exists (select 1 from visits v where v.visit_id = visit_roster.visit_id));
create policy entry_added on visit_roster for insert to $service$_app
    with check (exists (select 1 from access.grants g where g.record = visit_roster.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                           and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));
-- and never back
create policy entry_promoted on visit_roster for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = visit_roster.visit_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'site' = any (g.packages) and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())))
    with check (promoted);
