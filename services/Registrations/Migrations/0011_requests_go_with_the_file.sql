-- What a person asked about their data goes with the file: out of reach while the team is evacuated, and gone when the file is erased. The copies of what was
-- said are sealed with its key, which is destroyed, too.
do $$
declare
    kept constant text := 'exists (select 1 from access.grants g where g.record = subject_requests.person_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because not in (''handover'', ''break-glass'') and (g.until is null or g.until > access.now()))';
    seen constant text := replace(kept, ' and g.because not in (''handover'', ''break-glass'')', '');
    officer constant text := 'agency_id = (select access.agency()) and ''protection-officer'' = any ((select access.roles())::text[]) and not exists (select 1 from access.unreachable u where u.record = subject_requests.person_id)';
begin
    execute 'alter policy request_seen on subject_requests using (' || seen || ' or (' || officer || '))';
    execute 'alter policy request_moved on subject_requests using (' || kept || ' or (' || officer || ' and state = ''refusal-proposed'' and proposed_by <> access.caller()))'
            || ' with check (' || kept || ' or (' || officer || ' and state in (''refused'', ''received'')))';
end $$;

create function forget_requests() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from subject_request_texts t where t.person_id = new.person_id;
    delete from subject_requests r where r.person_id = new.person_id;
    return null;
end $$;
grant create on schema public to $service$_grantor;
alter function forget_requests() owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
grant select, delete on subject_requests, subject_request_texts to $service$_grantor;
create policy grantor_erases on subject_requests to $service$_grantor using (true);
create policy grantor_erases on subject_request_texts to $service$_grantor using (true);
create trigger requests_go_with_the_file after update of erased_at on people for each row when (new.erased_at is not null and old.erased_at is null)
    execute function forget_requests();
