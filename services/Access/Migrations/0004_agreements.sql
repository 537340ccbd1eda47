-- What agencies agreed to, as identity says it, where policies see it: a row for each agreement in force and each of its parties towards each
-- other. The agreement is the policy: when its row goes or its last day has passed, what stood on it ends by itself.
create table access.agreed (
    from_agency uuid   not null,
    to_agency   uuid   not null,
    agreement   uuid   not null,
    purposes    text[] not null,
    packages    text[] not null,
    area_codes  text[] not null,
    valid_from  date   not null,
    valid_until date   not null,
    primary key (from_agency, to_agency, agreement)
);

-- Which version of identity's standing it is: several replicas keep it, and none puts an older one over a newer.
create table access.agreed_version (
    only_row boolean primary key default true check (only_row),
    version  bigint  not null
);
grant select on access.agreed to $service$_app, $service$_grantor;
grant select, insert, update, delete on access.agreed to $service$_jobs;
grant select, insert, update on access.agreed_version to $service$_jobs;

create function access.day() returns date language sql stable parallel safe as $$ select (access.now() at time zone 'utc')::date $$;
