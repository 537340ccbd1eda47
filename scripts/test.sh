#!/usr/bin/env bash
# test [filter] [--deep]   all tests, or those whose full name contains the filter, on servers and ports of their own; --deep adds the long ones (category Deep)

command_test() {
  local filter='' deep='' argument
  for argument in "$@"; do
    case $argument in --deep) deep=1 ;; -*) fail 2 "usage: ./platform test [filter] [--deep]" ;; *) filter=$argument ;; esac
  done
  [[ $filter =~ ^[A-Za-z0-9_.]*$ ]] || fail 2 "A filter is a part of a test's full name: letters, digits, '_' and '.'."

  require_sdk
  make_state
  require_kustomize
  sweep_tests
  local run
  run=$(mktemp -d "$STATE/test-XXXXXXXX")
  use_state "$run"
  make_state
  printf '%s %s\n' "$$" "$(started_at $$)" >"$RUN/test.pid"
  trap end_test EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  only_one

  build all
  offer_servers
  # what runs in a test lives for seconds: code that the JIT makes better again and again never pays there, nor does mapping its pages twice (a sixth of a start)
  export DOTNET_TieredPGO=0 DOTNET_TC_CallCounting=0 DOTNET_gcServer=0 DOTNET_gcConcurrent=0 DOTNET_EnableWriteXorExecute=0
  export PLATFORM_TEST_RUN=$run TEST_DEEP=$deep

  local passed=0 failed=0 skipped=0 projects
  mapfile -t projects < <(find "$ROOT/tests" -name '*.Tests.csproj' | sort)
  run_projects "${projects[@]}"

  if ((passed + failed + skipped == 0)); then
    say "No test ${filter:+whose name contains '$filter' }was found, which counts as a failure."
    failed=1
  fi
  say
  say "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0))
}

# offer_servers: containers where an engine answers and has the images already (nothing is downloaded in passing); a private PostgreSQL and RabbitMQ otherwise.
offer_servers() {
  export TEST_POSTGRES_IMAGE=${TEST_POSTGRES_IMAGE:-postgres:17} TEST_RABBITMQ_IMAGE=${TEST_RABBITMQ_IMAGE:-rabbitmq:4-management}
  if timeout 5 docker version >/dev/null 2>&1 && docker image inspect "$TEST_POSTGRES_IMAGE" "$TEST_RABBITMQ_IMAGE" >/dev/null 2>&1; then
    step "PostgreSQL and RabbitMQ in containers" test_containers_start
    test_containers_addresses
    return
  fi

  require_servers
  choose_servers_home
  secret POSTGRES >/dev/null
  secret RABBITMQ >/dev/null
  use_free_ports postgres rabbitmq rabbitmq-management rabbitmq-distribution epmd
  rabbitmq_launch
  # a test's data is thrown away: there is nothing to lose by not waiting for the disk
  step "PostgreSQL" postgres_start "max_connections = 600" "shared_buffers = 128MB" "synchronous_commit = off"
  step "RabbitMQ" rabbitmq_wait
  TEST_POSTGRES=$(postgres_admin) TEST_RABBITMQ=$(rabbitmq_uri) TEST_RABBITMQ_MANAGEMENT=$(rabbitmq_management)
  export TEST_POSTGRES TEST_RABBITMQ TEST_RABBITMQ_MANAGEMENT
}

# Which take longest begin first, so that nothing long is left for the end; the others by name.
LONGEST=(Guards Surface Registrations.Tests Access.Tests Referrals.Tests Scope Messaging.Tests)
declare -A HOSTS=()                # test hosts at work, by process id: start, lane, name

# run_projects <csproj...>: the guards, then as many test hosts at a time as there are processors, four at the most: two keep two processors busy nearly all of the time.
run_projects() {
  local project folder lanes ordered=()
  lanes=$(nproc)
  if ((lanes > 4)); then lanes=4; fi
  for folder in "${LONGEST[@]}"; do
    for project in "$@"; do if [[ $project == "$ROOT/tests/$folder/"* ]]; then ordered+=("$project"); fi; done
  done
  for project in "$@"; do if [[ " ${ordered[*]} " != *" $project "* ]]; then ordered+=("$project"); fi; done

  for project in "${ordered[@]}"; do
    start_host "$project"
    # the guards alone: what another host delays would look as if nothing had been noticed
    if ((${#HOSTS[@]} == lanes)) || [[ ${HOSTS[*]} == *.Guards.* ]]; then wait_for_host; fi
  done
  while ((${#HOSTS[@]})); do wait_for_host; done
}

# start_host <csproj>
start_host() {
  local name dll results expression='' hang=20min lane=1
  if [[ $deep ]]; then hang=300min; fi   # one of the long ones compares a million answers
  name=$(basename "$1" .csproj)
  dll=$(dirname "$1")/bin/Release/net10.0/$name.dll
  results=$STATE/results/$name
  if [[ ! -f $dll ]]; then
    say "  $name was not built; is it in Platform.sln?"
    failed=$((failed + 1))
    return
  fi

  if [[ $filter ]]; then
    grep -aqF -- "${filter##*.}" "$dll" || return 0   # no name in it has the filter's last part: a host need not start to find nothing
    expression="FullyQualifiedName~$filter"
  fi
  if [[ ! $deep ]]; then expression+="${expression:+&}Category!=Deep"; fi
  while [[ " ${HOSTS[*]}" == *" $lane Platform."* ]]; do lane=$((lane + 1)); done
  mkdir -p "$results"
  # in the background and in a group of its own, so that Ctrl-C is answered here, at once, and everything is cleaned up
  TEST_LANE=$lane setsid dotnet test "$dll" ${expression:+--filter "$expression"} --nologo --logger "console;verbosity=minimal" --logger "trx;LogFileName=results.trx" \
    --results-directory "$results" --blame-hang-timeout "$hang" --blame-hang-dump-type none </dev/null >"$results/output" 2>&1 {LOCK}>&- &
  HOSTS[$!]="$(now_ms) $lane $name"
}

# wait_for_host: for one of them, and tells what it had to say. One that died counts as a failure, whatever it reported before.
wait_for_host() {
  local name started results ticker ended status=0 counts=() p f s told='s/.*report: /    /p'
  if [[ $filter || $deep ]]; then told+='; s/.*list: /      /p'; fi   # hundreds of mutants, and what noticed each: for who asks
  sign_of_life "$(printf '%s\n' "${HOSTS[@]##* }" | sort | paste -sd' ')" "$(printf '%s\n' "${HOSTS[@]%% *}" | sort -n | head -1)" & ticker=$!
  wait -n -p ended "${!HOSTS[@]}" || status=$?
  kill "$ticker" && wait "$ticker" || true
  [[ -t 1 ]] && printf '\r\e[K'
  read -r started _ name <<<"${HOSTS[$ended]}"
  unset "HOSTS[$ended]"
  results=$STATE/results/$name
  without_noise <"$results/output"

  read -ra counts <<<"$(sed -n 's/.*<Counters total="[0-9]*" executed="[0-9]*" passed="\([0-9]*\)" failed="\([0-9]*\)" error="\([0-9]*\)" timeout="\([0-9]*\)" aborted="\([0-9]*\)".*/\1 \2 \3 \4 \5/p' "$results/results.trx" 2>/dev/null)"
  p=${counts[0]:-0}
  f=$((${counts[1]:-0} + ${counts[2]:-0} + ${counts[3]:-0} + ${counts[4]:-0}))
  s=$(grep -c '<UnitTestResult [^>]*outcome="NotExecuted"' "$results/results.trx" 2>/dev/null) || s=${s:-0}
  if ((status != 0 && f == 0)); then
    say "  $name: the test host ended with code $status"
    f=1
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  if ((p + f + s > 0)); then printf '  %-44s %s\n' "$name" "$p passed, $f failed, $s skipped ($(seconds_since "$started"))"; fi
  sed -n "$told" "$results/results.trx" 2>/dev/null | sed 's/&gt;/>/g; s/&lt;/</g; s/&quot;/"/g; s/&amp;/\&/g; s/<\/.*//' | awk '!told[$0]++'       # what a test has to tell, as its seed; the file holds it twice
}

# The runner's own summary would stand between ours and say the same; failures and their messages stay.
without_noise() { grep -v -E '^(Passed!|Failed!|Skipped!|Test run for|VSTest version|Starting test execution|A total of|Results File:|No test matches|Attachments:|Data collector .Blame. message: All tests finished|$)' || true; }

# end_test: also what a killed test host left behind (journeys start real processes; they carry the name of this run in their environment).
end_test() {
  local status=$? host
  trap '' INT TERM HUP
  set +e
  for host in "${!HOSTS[@]}"; do kill -KILL -- "-$host"; done 2>/dev/null
  clean_test_run "$STATE"
  exit "$status"
}
