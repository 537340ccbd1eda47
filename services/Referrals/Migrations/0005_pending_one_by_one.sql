-- A packet that is still to follow is asked for by one replica at a time, without holding a lock while the other service answers, and who was asked
-- for last comes last: one that can never be had keeps nobody else waiting. The version that still serves locks the row and leaves this null.
alter table pending_packets add column asked_at timestamptz;
