#!/usr/bin/env bash
# bootstrap CODE NAME LOGIN LOGIN    the lead agency's first two administrators, by invitation; in Production, where no agency is yet

command_bootstrap() {
  (($# == 4)) || fail 2 "usage: ./platform bootstrap <agency code> <agency name> <login of an administrator> <login of another>"
  use_standard_ports
  use_environment_here
  if [[ $ENVIRONMENT == Development ]] && { containers_are_up || [[ -s $SECRETS ]]; }; then
    fail 1 "This platform is in Development, where the demo agencies are already. An empty one is made by" \
      "  ./platform down --data       (deletes what is there)" "  PLATFORM_ENVIRONMENT=Production ./platform up"
  fi
  local port=${PORT[gateway]}
  if containers_are_up; then port=$(<"$STATE/docker/up"); fi
  answers "$port" /health/ready || fail 1 "The platform at http://localhost:$port does not answer or is not ready. Start it, then come again:" \
    "  PLATFORM_ENVIRONMENT=Production ./platform up"

  if containers_are_up; then
    use_containers
    exec "${COMPOSE[@]}" exec -T identity dotnet Platform.Identity.dll bootstrap "$@"
  fi
  settings_of identity
  (run_service identity bootstrap "$@")
}
