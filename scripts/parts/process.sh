# Processes that this command started, remembered by process id and start time, so that nobody else's process is ever taken for one of them.

# started_at <pid>: the kernel's start time of a living process; nothing for one that ended.
started_at() {
  local stat fields
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != Z ]] && printf '%s' "${fields[19]}"
}

# remember <name> <pid>: of a child just started, which from now on goes its own way; bash would else announce its end.
remember() {
  printf '%s %s\n' "$2" "$(started_at "$2")" >"$RUN/$1.pid"
  disown "$2"
}

# pid_of <name>: false when it does not run.
pid_of() {
  local pid started
  read -r pid started 2>/dev/null <"$RUN/$1.pid" || return 1
  [[ -n ${started:-} && $(started_at "$pid") == "$started" ]] && printf '%s' "$pid"
} 2>/dev/null

is_running() { pid_of "$1" >/dev/null; }

# end <TERM|KILL> <seconds> <name...>: asks all of them, waits, and kills those that did not listen, with what they started (each leads a process group).
end() {
  local signal=$1 until name pid
  until=$(($(now_ms) + $2 * 1000))
  shift 2
  for name in "$@"; do
    pid=$(pid_of "$name") || continue
    if [[ $signal == KILL ]]; then kill -s KILL -- "-$pid" 2>/dev/null || true; else kill -s "$signal" "$pid" 2>/dev/null || true; fi
  done
  for name in "$@"; do
    while pid=$(pid_of "$name"); do
      if (($(now_ms) >= until)); then kill -s KILL -- "-$pid" 2>/dev/null || true; fi
      pause 0.05
    done
    rm -f "$RUN/$name.pid" "$RUN/$name.settings"
  done
}

# require_free <port name...>: a port that somebody else holds is left alone.
require_free() {
  local name
  for name in "$@"; do
    ! port_is_open "${PORT[$name]}" || fail 4 "Port ${PORT[$name]}, where $name should listen, belongs to another process, which is left alone." \
      "End that process, or set PLATFORM_PORT_OFFSET (for example to 100) to use other ports."
  done
}
