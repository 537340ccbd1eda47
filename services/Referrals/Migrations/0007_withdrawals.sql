-- Up to when Registrations was asked which consents were withdrawn: whatever the bus brings or does not bring.
create table withdrawals_heard (
    only_row boolean     primary key default true check (only_row),
    up_to    timestamptz not null
);
grant select, insert, update on withdrawals_heard to $service$_jobs;
