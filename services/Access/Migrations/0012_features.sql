-- Which features are on for whom, as identity says it, where policies see it: a row for each span of days on which what a feature needs is there. The row is
-- the switch: when it goes or its last day has passed, the feature is off by itself.
create table access.features_on (
    agency      uuid not null,
    feature     text not null,
    valid_from  date not null,
    valid_until date not null,
    primary key (agency, feature, valid_from, valid_until)
);
grant select on access.features_on to $service$_app, $service$_grantor;
grant select, insert, delete on access.features_on to $service$_jobs;

-- Whether a feature is on for the caller's agency, today.
create function access.feature_on(p_feature text) returns boolean language sql stable as $$
    select exists (select 1 from access.features_on where agency = access.agency() and feature = p_feature and access.day() between valid_from and valid_until)
$$;
