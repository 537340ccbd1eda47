-- What was withdrawn lately is asked for every 5 seconds.
create index consents_withdrawn on consents (withdrawn_at, consent_id) where withdrawn_at is not null;
