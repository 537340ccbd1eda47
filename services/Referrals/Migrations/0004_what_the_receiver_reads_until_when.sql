-- The receiver's grant lasts, so that its own decisions stay in its history; what it reads of the person ends by the policies: with the referral,
-- and by itself when the last day of the consent has passed. A packet is readable only when it is there: a pending one holds the sender's words already.
do $$
declare
    sent constant text := 'exists (select 1 from access.grants g where g.record = %1$I.referral_id and g.grantee = any ((select access.grantees())::uuid[]) and ''sent'' = any (g.packages) and (g.until is null or g.until > access.now()))';
    received constant text := replace(sent, '''sent''', '''received''');
    standing constant text := 'exists (select 1 from referrals r where r.referral_id = %1$I.referral_id and r.status in (''sent'', ''acknowledged'', ''accepted'') and (r.consent_until is null or r.consent_until >= (access.now() at time zone ''utc'')::date))';
    readable constant text := replace(standing, 'r.status in (''sent'', ''acknowledged'', ''accepted'')', 'r.status = ''accepted'' and r.packet_state = ''held'' and (r.basis = ''consent'' or r.approved_at is not null)');
begin
    execute format('alter policy envelope_read on %1$I using (' || sent || ' or (' || received || ' and ' || standing || '))', 'referral_envelopes');
    execute format('alter policy packet_read on %1$I using (' || received || ' and ' || readable || ')', 'referral_packets');
    execute format('alter policy history_read on %1$I using (' || sent || ' or (' || received || ' and (by_agency = access.agency() or ' || standing || ')))', 'referral_history');
end $$;

create or replace function is_open(p_referral uuid) returns boolean language sql stable as $$
    select exists (select 1 from referrals r where r.referral_id = p_referral and r.status in ('sent', 'acknowledged', 'accepted')
                      and (r.consent_until is null or r.consent_until >= (access.now() at time zone 'utc')::date))
$$;

set local role $service$_grantor;
update access.grants set until = null where because = 'referral' and until is not null;
set local role $service$_owner;

-- Why a referral rests on something other than consent: for the sender's side, where a second person approves it.
create table referral_bases (
    referral_id uuid  primary key references referrals,
    sealed      bytea not null
);
alter table referral_bases enable row level security;
alter table referral_bases force row level security;
create policy sender_says_why on referral_bases to $service$_app
    using (exists (select 1 from access.grants g where g.record = referral_bases.referral_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'sent' = any (g.packages) and (g.until is null or g.until > access.now())))
    with check (exists (select 1 from access.grants g where g.record = referral_bases.referral_id and g.grantee = any ((select access.grantees())::uuid[])
                      and 'sent' = any (g.packages) and (g.until is null or g.until > access.now())));
grant select, insert on referral_bases to $service$_app;

-- One notice may be for several desks, and somebody who sits at two of them reads it once.
alter table notices drop constraint notices_pkey;
alter table notices add primary key (notice_id, grantee);
