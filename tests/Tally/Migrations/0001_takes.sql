create table subjects (subject uuid primary key);
create table takes (subject uuid not null);   -- with no key: what is done twice is there twice
grant usage on schema public to $service$_jobs;
grant select, update on subjects to $service$_jobs;
grant insert on takes to $service$_jobs;
