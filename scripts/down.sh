#!/usr/bin/env bash
# down [--data]            stop everything; with --data delete what .platform/ holds, too

command_down() {
  local data=
  case "$*" in '') ;; --data) data=1 ;; *) fail 2 "usage: ./platform down [--data]" ;; esac
  if [[ ! -d $STATE ]]; then say "Nothing is running, and there is no data."; return; fi
  make_state
  only_one
  choose_servers_home
  [[ -z $data ]] || no_test_is_running
  use_standard_ports
  # their data outlives them in volumes of the engine
  if containers_are_up || [[ $data && -f $STATE/docker/secrets.env ]]; then containers_down ${data:+data}; fi

  end TERM 10 "${SERVICES[@]}"
  # a broker takes six seconds to say good-bye to its queues; there is no need where they are deleted
  if [[ -n $data ]]; then end KILL 10 rabbitmq & else end TERM 20 rabbitmq & fi
  postgres_stop INT
  wait $!
  end TERM 5 epmd

  if [[ -n $data ]]; then
    sweep_tests
    rm -rf "$STATE" "$SERVERS_AWAY"
    say "Everything is stopped and $STATE_SHOWN is deleted."
  else
    say "Everything is stopped. The data is kept; ./platform up goes on with it."
  fi
}

no_test_is_running() {
  local run
  for run in "$STATE"/test-*; do
    ! test_run_lives "$run" || fail 4 "A test run is at work in $run. Let it end, then come again."
  done
}
