#!/usr/bin/env bash
# bench [line...] [--full] the lines of the performance notes, each a ratio from one interleaved run; --full adds 10 M rows and growth curves; bench fit fits the weights of names

command_bench() {
  local argument
  for argument in "$@"; do
    [[ $argument == --full || $argument =~ ^[a-z0-9-]+$ && $argument != --* ]] || fail 2 "usage: ./platform bench [line...] [--full]"
  done

  require_sdk
  make_state
  sweep_tests
  local run
  run=$(mktemp -d "$STATE/test-XXXXXXXX")      # swept like a test run's directory, should this one be killed
  use_state "$run"
  make_state
  printf '%s %s\n' "$$" "$(started_at $$)" >"$RUN/test.pid"
  trap end_bench EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  only_one

  build all
  if needs_servers "$@"; then
    offer_bench_servers
    offer_nginx
  fi
  export PLATFORM_TEST_RUN=$run
  # in the background and in a group of its own, so that Ctrl-C is answered here, at once, and everything is cleaned up
  setsid dotnet "$ROOT/tests/Benchmarks/bin/Release/net10.0/Platform.Benchmarks.dll" "$@" </dev/null {LOCK}>&- &
  runner=$!
  local status=0
  wait "$runner" || status=$?
  runner=
  return "$status"
}

# needs_servers [line...]: whether one of them does more than compute.
needs_servers() {
  local argument lines=0
  for argument in "$@"; do
    case $argument in --full) ;; matching | 17 | fit) lines=1 ;; *) return 0 ;; esac
  done
  ((lines == 0))
}

# offer_bench_servers: always private ones, whose CPU can be counted; durable as in earnest, other than a test's.
offer_bench_servers() {
  if [[ ${TEST_POSTGRES:-} && ${TEST_RABBITMQ:-} && ${TEST_RABBITMQ_MANAGEMENT:-} ]]; then return; fi
  require_servers
  choose_servers_home
  secret POSTGRES >/dev/null
  secret RABBITMQ >/dev/null
  use_free_ports postgres rabbitmq rabbitmq-management rabbitmq-distribution epmd
  rabbitmq_launch
  step "PostgreSQL" postgres_start "max_connections = 300" "shared_buffers = 1GB" "fsync = on" "synchronous_commit = on" "max_wal_size = 8GB" \
    "maintenance_work_mem = 256MB" "effective_cache_size = 4GB"
  step "RabbitMQ" rabbitmq_wait
  TEST_POSTGRES=$(postgres_admin) TEST_RABBITMQ=$(rabbitmq_uri) TEST_RABBITMQ_MANAGEMENT=$(rabbitmq_management)
  export TEST_POSTGRES TEST_RABBITMQ TEST_RABBITMQ_MANAGEMENT
}

# offer_nginx: what the gateway is measured against; without it that line says so.
offer_nginx() {
  command -v nginx >/dev/null || [[ -x /usr/sbin/nginx ]] && return
  command -v apt-get >/dev/null || return 0
  local as_root=()
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || return 0
    as_root=(sudo)
  fi
  step "apt-get install nginx-light" install_packages nginx-light
}

end_bench() {
  local status=$?
  trap '' INT TERM HUP
  set +e
  [[ -z ${runner:-} ]] || kill -KILL -- "-$runner" 2>/dev/null
  clean_test_run "$STATE"
  exit "$status"
}
