-- Who may see what, in every service's database. $service$ is the service's name and the prefix of its logins.
create schema access;
grant usage on schema access to $service$_app, $service$_jobs, $service$_relay, $service$_sealer, $service$_grantor;

-- The scope of the transaction. Without one there are no grantees, and so no rows.
create function access.grantees() returns uuid[] language sql stable parallel safe
    as $$ select nullif(current_setting('app.grantees', true), '')::uuid[] $$;
create function access.caller() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.caller', true), '')::uuid $$;
create function access.agency() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.agency', true), '')::uuid $$;
create function access.roles() returns text[] language sql stable parallel safe
    as $$ select nullif(current_setting('app.roles', true), '')::text[] $$;
create function access.areas() returns text[] language sql stable parallel safe
    as $$ select nullif(current_setting('app.areas', true), '')::text[] $$;
-- the one instant that policies and due times use: the database's, unless a test or a demonstration set its own
create function access.now() returns timestamptz language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;

create function access.exactly_one(rows bigint) returns void language plpgsql as $$
begin
    if rows <> 1 then
        raise exception 'a change of one row touched %', rows using errcode = 'P0002';
    end if;
end $$;

-- The cause of every visibility.
create table access.grants (
    record   uuid        not null,
    grantee  uuid        not null,
    because  text        not null check (because in ('ownership', 'assignment', 'supervision', 'oversight', 'referral')),
    packages text[]      not null,
    until    timestamptz,
    given_by uuid,
    given_at timestamptz not null,
    primary key (record, grantee, because)
);

-- One row per grantee and listed record; sort keys only. Kept with the grants, in the same transaction.
create table access.visible (
    grantee uuid        not null,
    list    text        not null,
    record  uuid        not null,
    sort_at timestamptz not null,
    state   text        not null,
    primary key (grantee, list, record)
);
create index visible_newest on access.visible (grantee, list, sort_at desc, record desc) include (state);
create index visible_by_state on access.visible (grantee, list, state, sort_at desc, record desc);
create index visible_of_record on access.visible (record);

alter table access.grants enable row level security;
alter table access.grants force row level security;
alter table access.visible enable row level security;
alter table access.visible force row level security;
create policy own_grants on access.grants for select to $service$_app
    using (grantee = any ((select access.grantees())::uuid[]));
create policy jobs_see_grants on access.grants for select to $service$_jobs using (true);
-- a row outlives its grant's end: it must not take a place in a page that it may not fill
create policy own_visible on access.visible for select to $service$_app
    using (grantee = any ((select access.grantees())::uuid[])
           and exists (select 1 from access.grants g
                        where g.record = visible.record and g.grantee = visible.grantee and (g.until is null or g.until > access.now())));
create policy grantor_keeps_grants on access.grants to $service$_grantor using (true) with check (true);
create policy grantor_keeps_visible on access.visible to $service$_grantor using (true) with check (true);
grant select on access.grants to $service$_app, $service$_jobs;
grant select on access.visible to $service$_app;
grant select, insert, update, delete on access.grants, access.visible to $service$_grantor;

-- Giving: the first grant on a record is its giver's own; after that only who owns, supervises or is assigned may give.
create function access.may_give(p_record uuid, p_grantee uuid) returns boolean
    language sql stable security definer set search_path = access, pg_temp as $$
    select case
        when session_user = '$service$_jobs' then true
        when not exists (select 1 from access.grants where record = p_record) then p_grantee = any (access.grantees())
        else exists (select 1 from access.grants
                      where record = p_record and grantee = any (access.grantees())
                        and because in ('ownership', 'assignment', 'supervision') and (until is null or until > access.now()))
    end $$;

create function access.give(p_record uuid, p_grantee uuid, p_because text, p_packages text[], p_until timestamptz,
                            p_list text, p_sort_at timestamptz, p_state text) returns void
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    if not access.may_give(p_record, p_grantee) then
        raise exception 'this caller may not give access to the record' using errcode = '42501';
    end if;
    insert into access.grants (record, grantee, because, packages, until, given_by, given_at)
    values (p_record, p_grantee, p_because, p_packages, p_until, access.caller(), access.now())
    on conflict (record, grantee, because) do update
        set packages = excluded.packages, until = excluded.until, given_by = excluded.given_by, given_at = excluded.given_at;
    insert into access.visible (grantee, list, record, sort_at, state)
    values (p_grantee, p_list, p_record, p_sort_at, p_state)
    on conflict (grantee, list, record) do update set sort_at = excluded.sort_at, state = excluded.state;
end $$;

-- Taking back: by who may give, or by the grantee itself.
create function access.take(p_record uuid, p_grantee uuid, p_because text) returns void
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    if not (access.may_give(p_record, p_grantee) or p_grantee = any (access.grantees())) then
        raise exception 'this caller may not take back access to the record' using errcode = '42501';
    end if;
    delete from access.grants where record = p_record and grantee = p_grantee and because = p_because;
    delete from access.visible v where v.record = p_record and v.grantee = p_grantee
        and not exists (select 1 from access.grants g where g.record = p_record and g.grantee = p_grantee);
end $$;

-- The record's state changed: its rows in the lists follow.
create function access.moved(p_record uuid, p_state text) returns void
    language plpgsql security definer set search_path = access, pg_temp as $$
begin
    if session_user <> '$service$_jobs' and not exists (
        select 1 from access.grants where record = p_record and grantee = any (access.grantees())) then
        raise exception 'this caller may not move the record' using errcode = '42501';
    end if;
    update access.visible set state = p_state where record = p_record and state <> p_state;
end $$;

-- an owner of functions needs CREATE only while it becomes one
grant create on schema access to $service$_grantor;
alter function access.may_give(uuid, uuid) owner to $service$_grantor;
alter function access.give(uuid, uuid, text, text[], timestamptz, text, timestamptz, text) owner to $service$_grantor;
alter function access.take(uuid, uuid, text) owner to $service$_grantor;
alter function access.moved(uuid, text) owner to $service$_grantor;
revoke create on schema access from $service$_grantor;
revoke all on function access.may_give(uuid, uuid), access.give(uuid, uuid, text, text[], timestamptz, text, timestamptz, text),
    access.take(uuid, uuid, text), access.moved(uuid, text) from public;
grant execute on function access.give(uuid, uuid, text, text[], timestamptz, text, timestamptz, text),
    access.take(uuid, uuid, text), access.moved(uuid, text) to $service$_app, $service$_jobs;
grant execute on function access.may_give(uuid, uuid) to $service$_grantor;

-- Repeats: who, where, which key, and the hash of what was asked; never the answer.
create table access.idempotency (
    caller     uuid        not null,
    path       text        not null,
    key        text        not null,
    body_hash  bytea       not null,
    status     int         not null,
    answer     uuid        not null,
    kept_until timestamptz not null,
    primary key (caller, path, key)
);
create index idempotency_kept_until on access.idempotency (kept_until);
alter table access.idempotency enable row level security;
alter table access.idempotency force row level security;
create policy own_keys on access.idempotency to $service$_app using (caller = access.caller()) with check (caller = access.caller());
create policy jobs_forget_keys on access.idempotency for delete to $service$_jobs using (kept_until <= access.now());
create policy jobs_see_old_keys on access.idempotency for select to $service$_jobs using (kept_until <= access.now());
grant select, insert on access.idempotency to $service$_app;
grant select, delete on access.idempotency to $service$_jobs;

-- The audit trail and the ledger: only ever added to, whoever asks.
create function access.only_added_to() returns trigger language plpgsql as $$
begin
    raise exception '% is only ever added to', tg_table_name using errcode = '42501';
end $$;

create table access.audit (
    entry      bigint generated always as identity primary key,
    xid        xid8        not null default pg_current_xact_id(),
    at         timestamptz not null default clock_timestamp(),
    caller     uuid        not null,
    agency     uuid        not null,
    action     text        not null,
    data_class text,
    records    uuid[]      not null,
    outcome    text        not null,
    trace      text
);
create index audit_in_commit_order on access.audit (xid, entry);
create trigger only_added_to before update or delete or truncate on access.audit for each statement execute function access.only_added_to();
grant insert on access.audit to $service$_app, $service$_jobs;
grant select on access.audit to $service$_sealer;

-- Seals chain the audit by hash, in the order in which transactions finished.
create table access.audit_seals (
    seal      bigint      primary key,
    from_xid  xid8        not null,
    to_xid    xid8        not null,
    entries   int         not null,
    previous  bytea       not null,
    hash      bytea       not null,
    sealed_at timestamptz not null
);
create trigger only_added_to before update or delete or truncate on access.audit_seals for each statement execute function access.only_added_to();
grant select, insert on access.audit_seals to $service$_sealer;
grant select on access.audit_seals to $service$_jobs;

-- Heads of other services' chains, kept here so that a tail cut off there shows.
create table access.witnessed_seals (
    service text        not null,
    seal    bigint      not null,
    hash    bytea       not null,
    at      timestamptz not null,
    primary key (service, seal)
);
create trigger only_added_to before update or delete or truncate on access.witnessed_seals for each statement execute function access.only_added_to();
grant select, insert on access.witnessed_seals to $service$_jobs;

create table access.disclosures (
    disclosure bigint generated always as identity primary key,
    person     uuid        not null,
    recipient  uuid        not null,
    packages   text[]      not null,
    purpose    text        not null,
    basis      text        not null,
    consents   uuid[]      not null,
    referral   uuid,
    stage      text        not null check (stage in ('prepared', 'disclosed')),
    by_caller  uuid        not null,
    by_agency  uuid        not null,
    at         timestamptz not null
);
create index disclosures_of_person on access.disclosures (person, at);
create trigger only_added_to before update or delete or truncate on access.disclosures for each statement execute function access.only_added_to();
grant insert on access.disclosures to $service$_app, $service$_jobs;
