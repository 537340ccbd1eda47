-- An auditor looks through the entries of their own agency; to everybody else the trail stays closed, also to the login that writes it.
create policy auditors_search on access.audit for select to $service$_app
    using (agency = access.agency() and 'auditor' = any (access.roles()));
grant select on access.audit to $service$_app;

create index audit_of_agency on access.audit (agency, at desc, entry desc);
create index audit_of_caller on access.audit (caller, at desc, entry desc);
-- no pending list: no request pays for the entries of others
create index audit_of_record on access.audit using gin (records) with (fastupdate = off);

-- The numbers of a record's entries. Behind a policy an index is used only by operators that can tell nothing of a hidden row, and what looks into an
-- array is none of them; so the policy's words stand here again, where they and the index have the same rank. The entries themselves are read by the policy.
create function access.entries_of(p_record uuid) returns setof bigint
    language plpgsql stable security definer set search_path = access, pg_temp as $$
begin
    return query select a.entry from access.audit a
                  where a.records @> array[p_record] and a.agency = access.agency() and 'auditor' = any (access.roles());
end $$;
grant create on schema access to $service$_grantor;
alter function access.entries_of(uuid) owner to $service$_grantor;
revoke create on schema access from $service$_grantor;
revoke all on function access.entries_of(uuid) from public;
grant execute on function access.entries_of(uuid) to $service$_app;
