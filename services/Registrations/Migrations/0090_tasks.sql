-- What needs somebody now is asked for by who opens their page of tasks: what stands open in an agency is found without going through all that was ever done.
create index subject_requests_open on subject_requests (agency_id) where state in ('received', 'refusal-proposed');
create index erasures_asked on erasures (agency_id) where status = 'asked';
create index exports_not_made on exports (agency_id) where made_at is null and refused_at is null and ended_at is null;
create index emergency_accesses_unconfirmed on emergency_accesses (agency_id) where confirmed_at is null;
create index family_links_to_verify on family_links (person_id) where state in ('unverified', 'pending-verification') and ended_at is null;
create index tracings_open on tracings (agency_id, state) where state <> 'closed';
create index visits_open on visits (agency_id, state) where state <> 'closed';
create index site_requests_open on site_requests (agency_id, due_on) where state = 'open';
create index imports_to_correct on imports (started_by, ended_at) where state in ('refused', 'failed');
