-- Most entries name one record, and a tree takes that at a fraction of what the inverted index took of every read; that one is for entries of several.
create index audit_of_one_record on access.audit ((records[1])) where cardinality(records) = 1;
create index audit_of_records on access.audit using gin (records) with (fastupdate = off) where cardinality(records) > 1;
drop index access.audit_of_record;

-- Said as the indexes have it; it becomes part of the statement that asks.
create function access.names(p_records uuid[], p_record uuid) returns boolean language sql immutable parallel safe as $$
    select (cardinality(p_records) = 1 and p_records[1] = p_record) or (cardinality(p_records) > 1 and p_records @> array[p_record])
$$;

create or replace function access.entries_of(p_record uuid) returns setof bigint
    language plpgsql stable security definer set search_path = access, pg_temp as $$
begin
    return query select a.entry from access.audit a
                  where access.names(a.records, p_record) and a.agency = access.agency() and 'auditor' = any (access.roles());
end $$;
