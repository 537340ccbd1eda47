-- Who asks for an authenticator app and where an agency works are changes of access like the others: tokens from before them are refused.
drop trigger not_before_agencies on agencies;
create trigger not_before_agencies after update on agencies for each row
    when ((old.active, old.kind, old.code, old.area_codes, old.totp_required, old.totp_roles)
          is distinct from (new.active, new.kind, new.code, new.area_codes, new.totp_required, new.totp_roles))
    execute function raise_not_before('agency_id');

-- A secret that ends at once has leaked, and with it what was asked for with it. One that goes on for some hours has not, nor do its tokens end.
drop trigger not_before_clients on clients;
create trigger not_before_clients after update on clients for each row
    when ((old.agency_id, old.active, old.roles, old.team_ids, old.area_codes)
          is distinct from (new.agency_id, new.active, new.roles, new.team_ids, new.area_codes)
          or (old.client_secret is distinct from new.client_secret and new.previous_secret_until <= clock_timestamp()))
    execute function raise_not_before('id');
