-- Administering who takes part: what asks for a second person, what may be changed by whom last read it, and the secret of a
-- client that goes on for a while after a new one was made.

-- An agency that was asked for is pending until another administrator approved it. Those from before, and the lead, are without.
alter table agencies
    add column area_codes text[] not null default '{*}',
    add column totp_required boolean not null default false,
    add column totp_roles text[] not null default '{}',
    add column asked_by uuid,
    add column asked_at timestamptz,
    add column approved_by uuid,
    add column approved_at timestamptz,
    add column version integer not null default 1,
    add constraint what_was_asked_for_is_active_once_approved check (not active or asked_by is null or approved_by is not null),
    add constraint nobody_approves_their_own_agency check (approved_by <> asked_by);
create unique index there_is_one_lead on agencies (kind) where kind = 'lead';

alter table teams add column version integer not null default 1;

-- administration_asked_by: who asked that this person administer access; they do once another administrator approved.
alter table users
    add column access_version integer not null default 1,
    add column administration_asked_by uuid;
alter table clients
    add column previous_secret text,
    add column previous_secret_until timestamptz;

-- That an agency's access was looked through, by whom and with what result.
create table access_reviews (
    review_id uuid primary key,
    agency_id uuid not null references agencies,
    reviewed_by uuid not null,
    reviewed_at timestamptz not null,
    note text not null,
    next_on date not null
);
create index access_reviews_of_an_agency on access_reviews (agency_id, reviewed_at desc);
grant select, insert on access_reviews to $service$_app;
