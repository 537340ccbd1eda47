-- What the receiver reads of the person stands on the agreement too: not only when it is sent and accepted, but for as long as it is read.
do $$
declare
    sent constant text := 'exists (select 1 from access.grants g where g.record = %1$I.referral_id and g.grantee = any ((select access.grantees())::uuid[]) and ''sent'' = any (g.packages) and (g.until is null or g.until > access.now()))';
    received constant text := replace(sent, '''sent''', '''received''');
    agreed constant text := 'exists (select 1 from access.agreed a where a.from_agency = r.from_agency_id and a.to_agency = r.to_agency_id and ''service-referral'' = any (a.purposes) and r.packages <@ a.packages and access.day() between a.valid_from and a.valid_until and exists (select 1 from unnest(a.area_codes) as area where area = ''*'' or starts_with(r.area_code, area)))';
    standing constant text := 'exists (select 1 from referrals r where r.referral_id = %1$I.referral_id and r.status in (''sent'', ''acknowledged'', ''accepted'') and (r.consent_until is null or r.consent_until >= access.day()) and ' || agreed || ')';
    readable constant text := replace(standing, 'r.status in (''sent'', ''acknowledged'', ''accepted'')', 'r.status = ''accepted'' and r.packet_state = ''held'' and (r.basis = ''consent'' or r.approved_at is not null)');
begin
    execute format('alter policy envelope_read on %1$I using (' || sent || ' or (' || received || ' and ' || standing || '))', 'referral_envelopes');
    execute format('alter policy packet_read on %1$I using (' || received || ' and ' || readable || ')', 'referral_packets');
    execute format('alter policy history_read on %1$I using (' || sent || ' or (' || received || ' and (by_agency = access.agency() or ' || standing || ')))', 'referral_history');
    execute format('create or replace function is_open(p_referral uuid) returns boolean language sql stable as %L', 'select ' || replace(standing, '%1$I.referral_id', 'p_referral'));
end $$;
