-- How an agreement comes about and ends: drafted by an administrator of the lead, signed by each party, put into force by another
-- administrator of the lead; over on its last day by itself, or before when the lead ends it or its parties leave it.

alter table agreements
    add column drafted_by uuid,
    add column drafted_at timestamptz,
    add column activated_by uuid,
    add column activated_at timestamptz,
    add column ended_by uuid,
    add column ended_at timestamptz,
    add column lapse_told boolean not null default false,
    add constraint nobody_puts_their_own_draft_into_force check (activated_by <> drafted_by),
    add constraint what_was_drafted_is_in_force_by_a_second_person check (not active or drafted_by is null or activated_by is not null),
    add constraint what_ended_is_not_in_force check (not active or ended_at is null);

-- agreements.agency_ids are those whom it binds now; this is who was to sign, who did, and who left. Agreements from before were
-- signed on paper.
create table agreement_parties (
    agreement_id uuid not null references agreements,
    agency_id uuid not null references agencies,
    signed_by uuid,
    signed_at timestamptz,
    left_by uuid,
    left_at timestamptz,
    primary key (agreement_id, agency_id)
);
create index agreement_parties_of_an_agency on agreement_parties (agency_id, agreement_id);
insert into agreement_parties (agreement_id, agency_id, signed_at) select agreement_id, unnest(agency_ids), now() from agreements;

grant select, insert, update on agreement_parties to $service$_app;
grant select, update on agreements to $service$_jobs;
grant select on standing to $service$_jobs;
