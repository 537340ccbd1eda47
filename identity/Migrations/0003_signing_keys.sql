-- The keys that sign tokens (RS256) and encrypt codes and refresh tokens. sealed is encrypted under a key from configuration.

create table signing_keys (
    key_id text primary key,
    use text not null check (use in ('signing', 'encryption')),
    sealed bytea not null,
    published_at timestamptz not null default clock_timestamp(),
    signs_from timestamptz not null,
    unique (use, signs_from)
);

-- Time alone moves a key from published to signing to retired, by this database's clock: no replica has to do it,
-- and none can disagree.
create view signing_key_states as
select key_id, use, sealed, retired_at,
       case when signs_from > now() then 'published'
            when retired_at is null or retired_at > now() then 'signing'
            else 'retired' end as state
from (select k.*, lead(signs_from) over (partition by use order by signs_from) as retired_at from signing_keys k) k;
