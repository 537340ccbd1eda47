-- The same policies with the look-up of grants written out: a function with a query in its body is planned and started anew at every call, for every
-- row and table of a list; written out, the look-up is a part of the statement's own plan.
do $$
declare
    kept constant text := 'exists (select 1 from access.grants g where g.record = %1$I.person_id and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now()))';
    package constant text := 'exists (select 1 from access.grants g where g.record = %1$I.person_id and g.grantee = any ((select access.grantees())::uuid[]) and %2$L = any (g.packages) and (g.until is null or g.until > access.now()))';
begin
    execute format('alter policy file_seen on %1$I using (' || kept || ')', 'people');
    execute format('alter policy file_changed on %1$I using (' || kept || ') with check (' || kept || ')', 'people');
    execute format('alter policy identity_by_package on %1$I using (' || package || ') with check (' || package || ')', 'person_identities', 'identity');
    execute format('alter policy contact_by_package on %1$I using (' || package || ') with check (' || package || ')', 'person_contacts', 'contact');
    execute format('alter policy consents_with_the_file on %1$I using (' || kept || ') with check (' || kept || ')', 'consents');
end $$;
