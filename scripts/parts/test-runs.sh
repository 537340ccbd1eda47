# A test run's directory, its servers, and what is left when a run was killed.

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
  local environment pid
  use_state "$1"
  for environment in /proc/[0-9]*/environ; do
    if grep -qzxF "PLATFORM_TEST_RUN=$STATE" "$environment"; then
      pid=${environment#/proc/}
      kill -KILL "${pid%/environ}"
    fi
  done 2>/dev/null
  choose_servers_home
  postgres_stop QUIT
  end KILL 5 rabbitmq
  end TERM 2 epmd
  rm -rf "$STATE" "$SERVERS_AWAY"
}
