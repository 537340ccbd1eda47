-- Whose authenticator app is lost registers another once two administrators said so. authenticator_removal_asked_by: the first of them.
alter table users add column authenticator_removal_asked_by uuid;

-- Without the app, as without the password, what was signed in with it ends at once.
drop trigger not_before_users on users;
create trigger not_before_users after update on users for each row
    when ((old.agency_id, old.active, old.roles, old.team_ids, old.area_codes)
          is distinct from (new.agency_id, new.active, new.roles, new.team_ids, new.area_codes)
          or (old.two_factor_enabled and not new.two_factor_enabled)
          or (old.password_hash is not null and new.password_hash is null))
    execute function raise_not_before('id');
