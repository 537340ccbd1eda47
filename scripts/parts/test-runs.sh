# A test run's directory, its servers, and what is left when a run was killed.

# test_containers_start: one process starts a PostgreSQL and a RabbitMQ for the whole run, prints where they are, and takes them away when it ends.
test_containers_start() {
  setsid dotnet "$ROOT/tests/Servers/bin/Release/net10.0/Platform.Tests.Servers.dll" "$STATE" </dev/null >"$LOGS/containers.log" 2>&1 {LOCK}>&- &
  remember containers $!
  wait_until 120 containers ready grep -q '^TEST_RABBITMQ_MANAGEMENT=' "$LOGS/containers.log"
}

# test_containers_addresses: into the environment, as those of private servers.
test_containers_addresses() {
  local line
  while IFS= read -r line; do export "${line?}"; done < <(grep '^TEST_[A-Z_]*=' "$LOGS/containers.log")
}

# test_containers_end: of a run that knew containers; also those whose process was killed before it could take them away.
test_containers_end() {
  [[ -f $LOGS/containers.log ]] || return 0
  end TERM 30 containers
  timeout 60 docker ps -aq --filter "label=platform.test-run=$STATE" | xargs -r docker rm -f -v >/dev/null || true
}

test_run_lives() { (RUN=$1/run; is_running test); }

# sweep_tests: runs that were killed and could not clean up.
sweep_tests() {
  local run
  for run in "$STATE"/test-*; do
    if [[ -d $run ]] && ! test_run_lives "$run"; then (clean_test_run "$run"); fi
  done
}

# clean_test_run <directory>
clean_test_run() {
  local environment nested pid
  use_state "$1"
  for environment in /proc/[0-9]*/environ; do
    if grep -qzxF "PLATFORM_TEST_RUN=$STATE" "$environment"; then
      pid=${environment#/proc/}
      kill -KILL "${pid%/environ}"
    fi
  done 2>/dev/null
  test_containers_end
  for nested in "$STATE"/platform-*/; do       # of tests of this command itself
    [[ ! -d $nested ]] || PLATFORM_STATE=$nested "$ROOT/platform" down --data >/dev/null || true
  done
  choose_servers_home
  postgres_stop QUIT
  end KILL 5 rabbitmq
  end TERM 2 epmd
  rm -rf "$STATE" "$SERVERS_AWAY"
}
