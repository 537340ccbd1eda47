-- Figures of a month, made once by a clock when the month is over, and never again: two editions could be subtracted from each other. What was counted is kept nowhere; what is here
-- is what was published, and no number that was hidden.
create table statistics_months (
    month   date        primary key check (month = date_trunc('month', month)::date),
    made_at timestamptz not null
);
create table statistics_tables (
    month date  not null references statistics_months,
    name  text  not null,
    body  jsonb not null,
    primary key (month, name)
);

-- How many were reached or brought ashore, where they were not told apart: a number like those that stand beside it.
alter table outreach_sessions add column reached int;
alter table disembarkations add column persons int;

-- The month whose turn it is, once it is over: the one after the last that was made, at first the last that there was.
create function statistics_due() returns date
    language sql stable security definer set search_path = public, pg_temp as $$
    select next.month
      from (select coalesce((select max(made.month) + interval '1 month' from statistics_months made), date_trunc('month', access.now() at time zone 'utc') - interval '1 month')::date as month) next
     where (next.month + interval '1 month') at time zone 'utc' <= access.now()
$$;

-- Who was registered in the month whose turn it is, for the clock to open and to count. There is nothing to ask for: no other month, no area, no agency. Files of evacuated teams are
-- out of its reach, too, who objected to being counted is not, and somebody with two files is counted in the one that is kept.
create function statistics_people()
    returns table (person_id uuid, agency_id uuid, area_code text, setting text, registered_on date, sealed bytea, statuses bytea[])
    language sql stable security definer set search_path = public, pg_temp as $$
    select p.person_id, p.agency_id, p.area_code, p.setting, (p.registered_at at time zone 'utc')::date, i.sealed,
           array(select s.sealed from person_statuses s where s.person_id = p.person_id and s.ended_at is null)
      from people p
      join person_identities i on i.person_id = p.person_id
     where date_trunc('month', p.registered_at at time zone 'utc')::date = statistics_due() and p.merged_into is null
       and not exists (select 1 from access.unreachable u where u.record = p.person_id)
       and not exists (select 1 from subject_requests r
                        where r.person_id = any (files_of(p.person_id)) and r.kind = 'objection' and r.state in ('received', 'refusal-proposed', 'answered')
                          and (r.purposes = '{}' or 'statistics' = any (r.purposes)))
$$;

-- What was done in the field in that month, and how many people were there: codes and numbers.
create function statistics_field()
    returns table (activity text, agency_id uuid, area_code text, site_type text, access text, total int, cells text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select f.activity, f.agency_id, f.area_code, f.site_type, f.access, f.total, f.cells::text
      from (select 'people-at-visits' as activity, v.visit_id as record, v.agency_id, v.area_code, v.site_type, v.access, (v.visited_at at time zone 'utc')::date as day,
                   (h.count ->> 'total')::int as total, h.count -> 'cells' as cells
              from visits v
              cross join lateral (select coalesce(nullif(v.counts -> 'asObserved', 'null'), nullif(v.counts -> 'asGiven', 'null')) as count) h
             where v.access is not null
            union all
            select 'people-disembarked', d.disembarkation_id, d.agency_id, d.area_code, null, null, (d.at at time zone 'utc')::date, d.persons, d.counts from disembarkations d
            union all
            select 'people-in-outreach', s.session_id, s.agency_id, s.area_code, null, null, s.held_on, s.reached, s.counts from outreach_sessions s) f
     where date_trunc('month', f.day)::date = statistics_due()
       and not exists (select 1 from access.unreachable u where u.record = f.record)
$$;

alter table statistics_months enable row level security;
alter table statistics_months force row level security;
alter table statistics_tables enable row level security;
alter table statistics_tables force row level security;
grant select on statistics_months, statistics_tables to $service$_app;
grant select, insert on statistics_months to $service$_jobs;
grant insert on statistics_tables to $service$_jobs;
grant select on statistics_months to $service$_grantor;
grant select (visit_id, agency_id, area_code, site_type, access, visited_at, counts) on visits to $service$_grantor;
grant select (disembarkation_id, agency_id, area_code, at, persons, counts) on disembarkations to $service$_grantor;
grant select (session_id, agency_id, area_code, held_on, reached, counts) on outreach_sessions to $service$_grantor;

create policy figures_are_read on statistics_months for select to $service$_app using ('statistics' = any ((select access.roles())::text[]));
create policy figures_are_read on statistics_tables for select to $service$_app using ('statistics' = any ((select access.roles())::text[]));
-- a month in its turn, and its tables in the transaction that makes it and in no other
create policy jobs_see_months on statistics_months for select to $service$_jobs using (true);
create policy jobs_make_months on statistics_months for insert to $service$_jobs with check (month = statistics_due());
create policy jobs_make_tables on statistics_tables for insert to $service$_jobs
    with check (exists (select 1 from statistics_months m where m.month = statistics_tables.month and m.made_at = access.now()));
create policy grantor_sees_months on statistics_months for select to $service$_grantor using (true);
create policy statistics_counts on visits for select to $service$_grantor using (true);
create policy statistics_counts on disembarkations for select to $service$_grantor using (true);
create policy statistics_counts on outreach_sessions for select to $service$_grantor using (true);

grant create on schema public to $service$_grantor;
alter function statistics_due() owner to $service$_grantor;
alter function statistics_people() owner to $service$_grantor;
alter function statistics_field() owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function statistics_due(), statistics_people(), statistics_field() from public;
grant execute on function statistics_due(), statistics_people(), statistics_field() to $service$_jobs, $service$_grantor;
