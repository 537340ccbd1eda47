-- The same policies with the look-up of grants written out. A function with a query in its body is planned and started anew at every call, and the
-- list of the newest called it up to six times a line and a submission a dozen times; written out, the look-up is a part of the statement's own plan.
do $$
declare
    sent constant text := 'exists (select 1 from access.grants g where g.record = %1$I.referral_id and g.grantee = any ((select access.grantees())::uuid[]) and ''sent'' = any (g.packages) and (g.until is null or g.until > access.now()))';
    received constant text := replace(sent, '''sent''', '''received''');
    either constant text := 'exists (select 1 from access.grants g where g.record = %1$I.referral_id and g.grantee = any ((select access.grantees())::uuid[]) and g.packages && ''{sent,received}'' and (g.until is null or g.until > access.now()))';
    still_open constant text := 'exists (select 1 from referrals r where r.referral_id = %1$I.referral_id and r.status in (''sent'', ''acknowledged'', ''accepted''))';
    readable constant text := 'exists (select 1 from referrals r where r.referral_id = %1$I.referral_id and r.status = ''accepted'' and (r.basis = ''consent'' or r.approved_at is not null))';
begin
    execute format('alter policy both_sides_see on %1$I using (' || either || ')', 'referrals');
    execute format('alter policy both_sides_move on %1$I using (' || either || ') with check (' || either || ')', 'referrals');
    execute format('alter policy sender_knows_whom on %1$I using (' || sent || ') with check (' || sent || ')', 'referral_people');
    execute format('alter policy envelope_read on %1$I using (' || sent || ' or (' || received || ' and ' || still_open || '))', 'referral_envelopes');
    execute format('alter policy envelope_written on %1$I with check (' || sent || ')', 'referral_envelopes');
    execute format('alter policy sender_names_consents on %1$I using (' || sent || ') with check (' || sent || ')', 'referral_consents');
    execute format('alter policy packet_read on %1$I using (' || received || ' and ' || readable || ')', 'referral_packets');
    execute format('alter policy packet_written on %1$I with check (' || sent || ')', 'referral_packets');
    execute format('alter policy history_read on %1$I using (' || sent || ' or (' || received || ' and (by_agency = access.agency() or ' || still_open || ')))', 'referral_history');
    execute format('alter policy history_written on %1$I with check (by_agency = access.agency() and by_caller = access.caller() and ' || either || ')', 'referral_history');
    execute format('alter policy sides_notify on %1$I with check (' || either || ')', 'notices');
    execute format('alter policy sender_lends on %1$I using (' || sent || ') with check (' || sent || ')', 'pending_packets');
    execute format('alter policy clocks_of_both on %1$I using (' || either || ') with check (' || either || ')', 'referral_clocks');
end $$;
