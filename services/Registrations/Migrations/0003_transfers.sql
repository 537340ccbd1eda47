-- Who kept a case before reads it until the handover ends, and changes nothing: the file is not theirs to lock, and no row about the person is theirs to write.
do $$
declare
    kept constant text := 'exists (select 1 from access.grants g where g.record = %1$I.person_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because <> ''handover'' and (g.until is null or g.until > access.now()))';
    package constant text := 'exists (select 1 from access.grants g where g.record = %1$I.person_id and g.grantee = any ((select access.grantees())::uuid[]) and g.because <> ''handover'' and %2$L = any (g.packages) and (g.until is null or g.until > access.now()))';
begin
    execute format('alter policy file_changed on %1$I using (' || kept || ') with check (' || kept || ')', 'people');
    execute format('alter policy identity_by_package on %1$I with check (' || package || ')', 'person_identities', 'identity');
    execute format('alter policy contact_by_package on %1$I with check (' || package || ')', 'person_contacts', 'contact');
    execute format('alter policy consents_with_the_file on %1$I with check (' || kept || ')', 'consents');
end $$;

-- A case on its way from one team of an agency to another. Each side is granted the transfer itself; the person's file stays where it is until it is accepted.
create table transfers (
    transfer_id    uuid        primary key,
    agency_id      uuid        not null,
    person_id      uuid        not null references people,
    from_team_id   uuid,
    to_team_id     uuid        not null,
    -- the supervisors of the receiving team, as a grantee
    to_desk        uuid        not null,
    offered_by     uuid        not null,
    reason_code    text,
    handover_days  int         not null check (handover_days between 0 and 30),
    status         text        not null check (status in ('offered', 'accepted', 'rejected', 'withdrawn')),
    offered_at     timestamptz not null,
    ended_at       timestamptz,
    end_reason     text,
    caseworker_id  uuid,
    handover_until timestamptz,
    version        int         not null default 1
);
create unique index transfers_open on transfers (person_id) where status = 'offered';

-- What the receiving team decides by: no name, and gone with the offer unless the file became theirs.
create table transfer_outlines (
    transfer_id uuid primary key references transfers,
    sex         text not null,
    age_band    text not null,
    adm2        text not null,
    setting     text not null
);

-- Free text may hold a name: it is read with the file.
create table transfer_notes (
    transfer_id uuid  primary key references transfers,
    sealed      bytea not null
);

alter table transfers enable row level security;
alter table transfers force row level security;
alter table transfer_outlines enable row level security;
alter table transfer_outlines force row level security;
alter table transfer_notes enable row level security;
alter table transfer_notes force row level security;
grant select, insert, update on transfers to $service$_app;
grant select, insert on transfer_outlines, transfer_notes to $service$_app;
grant select, update on transfers, people to $service$_grantor;

create policy sides_see on transfers for select to $service$_app
    using (exists (select 1 from access.grants g where g.record = transfers.transfer_id and g.grantee = any ((select access.grantees())::uuid[])));
create policy keeper_offers on transfers for insert to $service$_app
    with check (agency_id = access.agency() and offered_by = access.caller() and status = 'offered'
        and exists (select 1 from access.grants g where g.record = transfers.person_id and g.grantee = any ((select access.grantees())::uuid[])
                       and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())));
-- taken back or refused; accepted by a function only, as that changes whose case it is
create policy sides_end on transfers for update to $service$_app
    using (exists (select 1 from access.grants g where g.record = transfers.transfer_id and g.grantee = any ((select access.grantees())::uuid[])))
    with check (status in ('rejected', 'withdrawn'));
create policy grantor_takes_over on transfers to $service$_grantor using (true) with check (true);
create policy grantor_puts_in_other_hands on people to $service$_grantor using (true) with check (true);

create policy outline_read on transfer_outlines for select to $service$_app
    using (exists (select 1 from transfers t where t.transfer_id = transfer_outlines.transfer_id
                      and (t.status = 'offered' or exists (select 1 from access.grants g where g.record = t.person_id
                              and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now())))));
create policy outline_written on transfer_outlines for insert to $service$_app
    with check (exists (select 1 from transfers t where t.transfer_id = transfer_outlines.transfer_id and t.offered_by = access.caller() and t.status = 'offered'));
create policy note_read on transfer_notes for select to $service$_app
    using (exists (select 1 from transfers t join access.grants g on g.record = t.person_id where t.transfer_id = transfer_notes.transfer_id
                      and g.grantee = any ((select access.grantees())::uuid[]) and (g.until is null or g.until > access.now())));
create policy note_written on transfer_notes for insert to $service$_app
    with check (exists (select 1 from transfers t where t.transfer_id = transfer_notes.transfer_id and t.offered_by = access.caller() and t.status = 'offered'));

-- Whether a case is on offer, for who keeps it: not every keeper sees the offer itself.
create function transfer_open(p_person uuid) returns boolean
    language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return access.keeps(p_person) and exists (select 1 from transfers where person_id = p_person and status = 'offered');
end $$;

-- The receiving team takes the case: its case worker and supervisors keep it from here on, and who kept it before reads until the handover ends.
-- Gives the version of the file from then on.
create function take_over(p_transfer uuid, p_caseworker uuid) returns int
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    t transfers;
    p people;
    ends timestamptz;
begin
    select * into t from transfers where transfer_id = p_transfer and status = 'offered' and to_desk = any (access.grantees()) for update;
    if not found then
        raise exception 'this caller may not take the case over' using errcode = '42501';
    end if;
    select * into p from people where person_id = t.person_id for update;
    ends := access.now() + make_interval(hours => 24 * t.handover_days);

    delete from access.grants h
     where h.record = p.person_id and h.because = 'handover'
       and (h.grantee in (t.to_desk, p_caseworker)
            or exists (select 1 from access.grants g where g.record = h.record and g.grantee = h.grantee and g.because in ('ownership', 'assignment', 'supervision')));
    if t.handover_days > 0 then
        insert into access.grants (record, grantee, because, packages, until, given_by, given_at)
        select distinct on (g.grantee) g.record, g.grantee, 'handover', g.packages, ends, access.caller(), access.now()
          from access.grants g
         where g.record = p.person_id and g.because in ('ownership', 'assignment', 'supervision') and (g.until is null or g.until > access.now())
           and g.grantee not in (t.to_desk, p_caseworker);
    end if;
    delete from access.grants where record = p.person_id and because in ('ownership', 'assignment', 'supervision');
    insert into access.grants (record, grantee, because, packages, given_by, given_at)
    values (p.person_id, p_caseworker, 'assignment', '{identity,contact,family}', access.caller(), access.now()),
           (p.person_id, t.to_desk, 'supervision', '{identity,contact,family}', access.caller(), access.now());
    delete from access.visible v where v.record = p.person_id and not exists (select 1 from access.grants g where g.record = v.record and g.grantee = v.grantee);
    insert into access.visible (grantee, list, record, sort_at, state)
    values (p_caseworker, 'people', p.person_id, p.registered_at, 'open'), (t.to_desk, 'people', p.person_id, p.registered_at, 'open')
    on conflict do nothing;

    update people set team_id = t.to_team_id, caseworker_id = p_caseworker, version = version + 1, updated_at = access.now() where person_id = p.person_id;
    update transfers set status = 'accepted', caseworker_id = p_caseworker, ended_at = access.now(), handover_until = ends, version = version + 1 where transfer_id = p_transfer;
    update access.visible set state = 'accepted' where record = p_transfer;
    return p.version + 1;
end $$;
grant create on schema public to $service$_grantor;
alter function transfer_open(uuid) owner to $service$_grantor;
alter function take_over(uuid, uuid) owner to $service$_grantor;
revoke create on schema public from $service$_grantor;
revoke all on function transfer_open(uuid), take_over(uuid, uuid) from public;
grant execute on function transfer_open(uuid), take_over(uuid, uuid) to $service$_app;
