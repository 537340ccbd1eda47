#!/usr/bin/env bash
# up [--docker]            start everything that does not run yet, and wait until it is ready; with --docker in containers

command_up() {
  local docker='' started stale=() name
  case "$*" in '') ;; --docker) docker=1 ;; *) fail 2 "usage: ./platform up [--docker]" ;; esac
  started=$(now_ms)
  make_state
  only_one
  require_same_ports
  printf '%s\n' "$OFFSET" >"$STATE/port-offset"
  if [[ $docker ]]; then
    require_compose
    containers_up
    describe_containers "$(seconds_since "$started")"
    return
  fi

  use_environment
  require_sdk
  require_servers
  choose_servers_home
  printf '%s\n' "$ENVIRONMENT" >"$STATE/environment"
  make_secrets
  [[ $ENVIRONMENT != Development || -f $STATE/clock ]] || put_clock 00:00:00

  is_running rabbitmq || rabbitmq_launch
  postgres_pid >/dev/null || step "PostgreSQL" postgres_start "max_connections = 200" "shared_buffers = 256MB"
  build product
  if [[ ! -f $SERVERS/migrated || $(<"$SERVERS/migrated") != "$(<"$BUILT/product")" ]]; then
    step "databases" migrate_all
    cp "$BUILT/product" "$SERVERS/migrated"
  fi
  rabbitmq_answers || step "RabbitMQ" rabbitmq_wait

  for name in "${SERVICES[@]}"; do is_current "$name" || stale+=("$name"); done
  if ((${#stale[@]})); then
    end TERM 10 "${stale[@]}"
    step "${stale[*]}" services_start "${stale[@]}"
  else
    for name in "${SERVICES[@]}"; do
      answers "${PORT[$name]}" /health/ready || step "$name" wait_until 90 "$name" ready answers "${PORT[$name]}" /health/ready
    done
  fi
  describe "$(seconds_since "$started")"
}

# What runs with other ports would not be found again.
require_same_ports() {
  local asked=${PLATFORM_PORT_OFFSET:-} name
  use_standard_ports
  [[ -n $asked && -f $STATE/port-offset && $(<"$STATE/port-offset") != "$OFFSET" ]] || return 0
  for name in rabbitmq "${SERVICES[@]}"; do
    ! is_running "$name" || fail 4 "The platform already runs with PLATFORM_PORT_OFFSET=$(<"$STATE/port-offset"). ./platform down ends it."
  done
}

# All at once and before anything runs side by side: two subshells must not invent the same secret twice.
make_secrets() {
  local name
  secret POSTGRES >/dev/null
  for name in "${SERVICES[@]}"; do settings_of "$name" migrating; done
}

describe() {
  cat <<TEXT

Ready in $1.

TEXT
  printf '  %-18s%-28s%s\n' \
    gateway "http://localhost:${PORT[gateway]}" "the one door: /api, /connect, /.well-known, /docs" \
    identity "$(address_of identity)" "" registrations "$(address_of registrations)" "" assessments "$(address_of assessments)" "" referrals "$(address_of referrals)" "" \
    PostgreSQL "127.0.0.1:${PORT[postgres]}" "user postgres, password in $STATE_SHOWN/secrets.env" \
    RabbitMQ "127.0.0.1:${PORT[rabbitmq]}" "user platform, password there too; management http://localhost:${PORT[rabbitmq-management]}"
  describe_start
}

describe_containers() {
  cat <<TEXT

Ready in $1.

  gateway           http://localhost:$PLATFORM_HTTP_PORT   the one door: /api, /connect, /.well-known, /docs; nothing else is published
  secrets           $STATE_SHOWN/docker/secrets.env
TEXT
  describe_start
}

# Who can sign in, and how anybody can where nobody can yet.
describe_start() {
  if [[ $ENVIRONMENT == Development ]]; then
    describe_demo
  else
    cat <<TEXT

The environment is $ENVIRONMENT: there is no demo content. Where there is no agency yet, this makes the lead agency and invites its two administrators:

  ./platform bootstrap <agency code> <agency name> <login> <login>

./platform status, logs, down
TEXT
  fi
}

describe_demo() {
  cat <<TEXT

Demo sign-ins (development only; every person in the demo data is invented):

  systems           <agency>-system             secret    dev-<agency>       e.g. amal-health-system / dev-amal-health
  people            <role>@<agency>.demo        password  Demo!<agency>      e.g. caseworker@amal-health.demo / Demo!amal-health
  agencies          iom-libya, unhcr-libya, unicef-libya, amal-health, bayt-shelter, rihla-legal,
                    social-affairs, detention-authority, embassy-one, mission-one

./platform demo, status, logs, clock, down
TEXT
}
