-- A seal says which entries it sealed and what each was, so that a check of the chain can name the first that was changed, left out or slipped in.
-- Per entry 40 bytes: its number, 8 bytes, most significant first; SHA-256 of its text. The seal's hash is over the link before and these. Older seals have none: their hash is over the texts.
alter table access.audit_seals add column marks bytea;
