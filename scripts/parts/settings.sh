# Where state lives, which ports are used, which secrets exist.

declare -A PORT
ENVIRONMENT=Development              # for the names of settings; before anything is started use_environment looks

# use_state <directory>: everything that is started keeps its data, logs, process ids and secrets there.
use_state() {
  STATE=$1
  RUN=$STATE/run
  LOGS=$STATE/logs
  SECRETS=$STATE/secrets.env
}

# PLATFORM_STATE makes another platform from the same files. down --data deletes that directory: it must be one that was made here.
use_state "$(realpath -ms -- "${PLATFORM_STATE:-$ROOT/.platform}")"
if [[ ${PLATFORM_STATE:-} && ! ( -f $SECRETS && -d $RUN ) && $(find "$STATE" -mindepth 1 -print -quit 2>/dev/null) ]]; then
  fail 4 "PLATFORM_STATE: $STATE holds something else. Name a directory that is empty or not there yet."
fi
STATE_SHOWN=${STATE#"$ROOT"/}

make_state() {
  # may be entered but not listed: PostgreSQL may run as another user, and its own directory lies inside
  mkdir -p "$STATE" && chmod 711 "$STATE"
  mkdir -p -m 700 "$RUN" "$LOGS"
  [[ -f $SECRETS ]] || (umask 077; : >"$SECRETS")
}

# use_standard_ports: those of the running platform, shifted by PLATFORM_PORT_OFFSET or as they were shifted when it was started.
use_standard_ports() {
  local recorded=$STATE/port-offset name
  if [[ -z ${PLATFORM_PORT_OFFSET:-} && -f $recorded ]]; then PLATFORM_PORT_OFFSET=$(<"$recorded"); fi
  OFFSET=${PLATFORM_PORT_OFFSET:-0}
  [[ $OFFSET =~ ^[0-9]{1,5}$ ]] && ((OFFSET = 10#$OFFSET, OFFSET <= 8000)) || fail 2 "PLATFORM_PORT_OFFSET is a number from 0 to 8000."
  PORT=([gateway]=8080 [identity]=8090 [registrations]=8101 [assessments]=8102 [referrals]=8103
        [postgres]=54329 [rabbitmq]=56729 [rabbitmq-management]=15679 [rabbitmq-distribution]=25679 [epmd]=14369)
  for name in "${!PORT[@]}"; do PORT[$name]=$((PORT[$name] + OFFSET)); done
}

# use_environment [docker]: Development unless PLATFORM_ENVIRONMENT says otherwise, and from the first up on what it was then. Demo content and a movable
# clock are Development's; processes of another environment refuse data with demo content in them.
use_environment() {
  local recorded=$STATE/${1:+docker/}environment asked=${PLATFORM_ENVIRONMENT:-}
  [[ ${asked:-Development} == @(Development|Production) ]] || fail 2 "PLATFORM_ENVIRONMENT is Development or Production, not '$asked'."
  ENVIRONMENT=${asked:-Development}
  if [[ -f $recorded ]]; then
    ENVIRONMENT=$(<"$recorded")
  elif [[ -z ${1:-} && -s $SECRETS ]]; then
    ENVIRONMENT=Development         # made before environments were recorded
  fi
  [[ -z $asked || $asked == "$ENVIRONMENT" ]] || fail 4 "The data here were made in $ENVIRONMENT and cannot be used in $asked." \
    "Go on with them without PLATFORM_ENVIRONMENT, or delete them with ./platform down --data and start anew."
  export PLATFORM_ENVIRONMENT=$ENVIRONMENT         # docker-compose.yml reads it
}

# use_free_ports <name...>: below the range from which the kernel hands out ports of its own accord.
use_free_ports() {
  local name port
  for name in "$@"; do
    while port=$((20000 + RANDOM % 12000)); port_is_open "$port" || [[ " ${PORT[*]} " == *" $port "* ]]; do :; done
    PORT[$name]=$port
  done
}

# secret <name> [hex|base64]: prints the secret of that name; it is made at its first use and then stays.
secret() {
  local value
  value=$(sed -n "s/^$1=//p" "$SECRETS")
  if [[ -z $value ]]; then
    if [[ ${2:-hex} == base64 ]]; then value=$(head -c 32 /dev/urandom | base64); else value=$(od -An -vtx1 -N24 /dev/urandom | tr -d ' \n'); fi
    printf '%s=%s\n' "$1" "$value" >>"$SECRETS"
  fi
  printf '%s' "$value"
}

# put_clock <days.hours:minutes:seconds>: for the processes here, and for those in containers, which see a directory of their own. By a rename, so that no reader sees half a line.
put_clock() {
  local file
  for file in "$STATE/clock" "$STATE/docker/clock/offset"; do
    [[ -d ${file%/*} ]] || continue
    printf '%s\n' "$1" >"$file.new"
    mv "$file.new" "$file"
  done
}

# only_one: one up, down or clock at a time; the lock ends with the script and is not handed to what it starts.
only_one() {
  exec {LOCK}>"$STATE/lock"
  flock -n "$LOCK" && return
  say "Waiting for another ./platform that is at work here …"
  flock -w 300 "$LOCK" || fail 1 "Another ./platform has been at work here for five minutes."
}
