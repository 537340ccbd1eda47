-- What an agency has switched on, and the impact assessments without which it may not. Nothing here is about people helped.

-- A version counts once a second administrator of the lead approved it, until its last day, unless it was revoked; from then on those before it do not.
create table impact_assessments (
    assessment_id uuid primary key,
    agency_id uuid not null references agencies,
    feature text not null check (feature ~ '^[a-z0-9-]{2,60}$'),
    version integer not null,
    summary text not null,
    review_on date not null,
    asked_by uuid not null,
    asked_at timestamptz not null,
    approved_by uuid,
    approved_at timestamptz,
    revoked_by uuid,
    revoked_at timestamptz,
    unique (agency_id, feature, version),
    constraint nobody_approves_their_own_assessment check (approved_by <> asked_by),
    constraint approved_by_somebody check ((approved_by is null) = (approved_at is null))
);

-- That a row stands here does not mean that the feature is on: what it needs may have ended.
create table agency_features (
    agency_id uuid not null references agencies,
    feature text not null check (feature ~ '^[a-z0-9-]{2,60}$'),
    switched_by uuid not null,
    switched_at timestamptz not null,
    primary key (agency_id, feature)
);

create trigger standing_impact_assessments after insert or update or delete on impact_assessments for each statement execute function bump_standing();
create trigger standing_agency_features after insert or update or delete on agency_features for each statement execute function bump_standing();

grant select, insert, update on impact_assessments to $service$_app;
grant select, insert, delete on agency_features to $service$_app;
