-- Who takes part, and what they agreed to share.

create table agencies (
    agency_id uuid primary key,
    code text not null unique check (code ~ '^[a-z0-9-]{2,60}$'),
    name text not null check (length(name) between 1 and 200),
    kind text not null check (kind in ('lead', 'un', 'ngo', 'authority', 'embassy', 'receiving-mission')),
    active boolean not null default true,
    demo boolean not null default false
);

create table teams (
    team_id uuid primary key,
    agency_id uuid not null references agencies,
    code text not null check (code ~ '^[a-z0-9-]{2,60}$'),
    name text not null check (length(name) between 1 and 200),
    area_codes text[] not null,
    unique (agency_id, code)
);

create table agreements (
    agreement_id uuid primary key,
    code text not null unique check (code ~ '^[a-z0-9-]{2,60}$'),
    agency_ids uuid[] not null check (cardinality(agency_ids) >= 2),
    purposes text[] not null,
    packages text[] not null,
    area_codes text[] not null,
    valid_from date not null,
    valid_until date not null,
    active boolean not null default false,
    demo boolean not null default false,
    check (valid_from <= valid_until)
);
