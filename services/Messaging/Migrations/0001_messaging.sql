-- What has been committed and must reach the bus, and what has arrived and taken effect.
create schema messaging;
grant usage on schema messaging to $service$_app, $service$_jobs, $service$_relay;

create table messaging.outbox (
    id           bigint generated always as identity primary key,
    lane         smallint    not null,
    aggregate    uuid        not null,
    message_id   uuid        not null,
    exchange     text        not null,
    routing_key  text        not null default '',
    message_type text        not null,
    body         text        not null,
    trace_parent text,
    at           timestamptz not null,
    parked_at    timestamptz,
    error        text
);
create index outbox_by_lane on messaging.outbox (lane, id) where parked_at is null;
create index outbox_parked on messaging.outbox (aggregate) where parked_at is not null;
grant insert on messaging.outbox to $service$_app, $service$_jobs;
grant select, update, delete on messaging.outbox to $service$_relay;

-- An event made by the database itself, where an owner announces its state again; the lane is that of Wire.Lane.
create function messaging.announce(p_aggregate uuid, p_type text, p_body jsonb) returns void language sql as $$
    insert into messaging.outbox (lane, aggregate, message_id, exchange, message_type, body, at)
    values (get_byte(uuid_send(p_aggregate), 15) & 7, p_aggregate, (p_body ->> 'eventId')::uuid, 'Platform.Contracts.' || p_type,
            'urn:message:Platform.Contracts.' || p_type, p_body::text, access.now())
$$;

-- Relays that are alive, so that lanes are shared fairly between replicas.
create table messaging.relays (relay uuid primary key, seen_at timestamptz not null);
grant select, insert, update, delete on messaging.relays to $service$_relay;

create table messaging.inbox (
    consumer   text        not null,
    message_id uuid        not null,
    at         timestamptz not null default now(),
    primary key (consumer, message_id)
);
create index inbox_at on messaging.inbox (at);
grant select, insert, delete on messaging.inbox to $service$_jobs;

-- Messages that could not take effect, each with the reason; they hold ids and codes only, as every message does.
create table messaging.parked (
    parked       bigint generated always as identity primary key,
    queue        text        not null,
    message_id   uuid        not null,
    message_type text        not null,
    body         text        not null,
    error        text        not null,
    at           timestamptz not null default now(),
    unique (queue, message_id)
);
grant select, insert, update, delete on messaging.parked to $service$_jobs;

-- An operator sees and settles what is parked, and nothing that is on its way.
alter table messaging.outbox enable row level security;
alter table messaging.outbox force row level security;
create policy everybody_adds on messaging.outbox for insert to $service$_app, $service$_jobs with check (parked_at is null);
create policy relay_keeps on messaging.outbox to $service$_relay using (true) with check (true);
create policy operator_sees_parked on messaging.outbox for select to $service$_app using (parked_at is not null and 'access-admin' = any (access.roles()));
create policy operator_replays on messaging.outbox for update to $service$_app using (parked_at is not null and 'access-admin' = any (access.roles())) with check (true);
create policy operator_discards on messaging.outbox for delete to $service$_app using (parked_at is not null and 'access-admin' = any (access.roles()));
grant select, update (parked_at, error), delete on messaging.outbox to $service$_app;

alter table messaging.parked enable row level security;
alter table messaging.parked force row level security;
create policy jobs_park on messaging.parked to $service$_jobs using (true) with check (true);
create policy operator_settles on messaging.parked to $service$_app using ('access-admin' = any (access.roles())) with check (false);
grant select, delete on messaging.parked to $service$_app;
