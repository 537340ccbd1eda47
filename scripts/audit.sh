#!/usr/bin/env bash
# audit verify             checks the audit chains of all services, in the databases alone, and names the first broken entry of each

command_audit() {
  (($# == 1)) && [[ $1 == verify ]] || fail 2 "usage: ./platform audit verify"
  use_standard_ports
  use_environment_here
  if containers_are_up; then
    use_containers
    exec "${COMPOSE[@]}" run --rm --no-deps -T --quiet-pull identity-migrate verify-audit
  fi

  [[ -s $SECRETS ]] || fail 1 "There is no platform here yet; ./platform up makes one."
  port_is_open "${PORT[postgres]}" || fail 1 "PostgreSQL of this platform does not run; ./platform up starts it. The services themselves need not run."
  settings_of identity migrating
  settings+=("Logging__LogLevel__Default=Warning")
  (run_service identity verify-audit)
}
