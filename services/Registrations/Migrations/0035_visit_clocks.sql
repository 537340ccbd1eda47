-- No follow-up and no request lapses in silence: when the day is over, the team's supervisors are told, once.
alter table visits add column next_at timestamptz;
alter table site_requests add column next_at timestamptz;
create index visits_next on visits (next_at) where next_at is not null;
create index site_requests_next on site_requests (next_at) where next_at is not null;

-- what a clock needs, and no word of it
grant select (visit_id, agency_id, team_id, follow_up_on, next_at, version), update (next_at, version) on visits to $service$_jobs;
grant select (request_id, visit_id, agency_id, team_id, due_on, next_at, version), update (next_at, version) on site_requests to $service$_jobs;
create policy jobs_keep_clocks on visits to $service$_jobs using (true) with check (true);
create policy jobs_keep_clocks on site_requests to $service$_jobs using (true) with check (true);
