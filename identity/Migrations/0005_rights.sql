-- $service$_app is the login of the serving process. It owns nothing, and the version and the not-before list it can only read:
-- they move by the triggers of 0004.

grant select, insert, update on agencies, teams, agreements to $service$_app;
grant select, insert, update, delete on users, user_claims, user_logins, user_tokens to $service$_app;
grant select, insert, update, delete on clients, scopes, authorizations, tokens to $service$_app;
grant select, insert on data_protection_keys to $service$_app;
grant select, insert, delete on signing_keys to $service$_app;
grant select on signing_key_states, standing, not_before to $service$_app;
