#!/usr/bin/env bash
# status                   what runs, where, and whether it is ready

command_status() {
  local name pid all=0
  use_standard_ports
  if [[ ! -d $STATE ]]; then say "Nothing is running, and there is no data."; return 1; fi
  if containers_are_up; then containers_status; return; fi
  choose_servers_home
  printf '%-16s %-7s %-8s %-10s %s\n' "" port process memory state
  row PostgreSQL postgres "$(postgres_pid)" postgres_answers || all=1
  row RabbitMQ rabbitmq "$(rabbitmq_node_pid)" rabbitmq_answers || all=1
  for name in "${SERVICES[@]}"; do row "$name" "$name" "$(pid_of "$name")" answers "${PORT[$name]}" /health/ready || all=1; done
  if [[ -f $STATE/clock && $(<"$STATE/clock") != 00:00:00 ]]; then say; say "The development clock is ahead by $(<"$STATE/clock")."; fi
  return $all
}

containers_status() {
  use_containers
  "${COMPOSE[@]}" ps --format 'table {{.Service}}\t{{.State}}\t{{.Status}}\t{{.Ports}}'
  answers "$PLATFORM_HTTP_PORT" /health/ready || { say; say "The gateway at port $PLATFORM_HTTP_PORT is not ready; see ./platform logs."; return 1; }
}

# the Erlang machine; what this command remembers is the script that started it and watches over it
rabbitmq_node_pid() { is_running rabbitmq && cat "$SERVERS/rabbitmq/pid"; }

postgres_answers() { port_is_open "${PORT[postgres]}"; }

row() {
  local title=$1 port=${PORT[$2]} pid=$3 state=stopped memory=-
  shift 3
  if [[ -n $pid ]]; then
    memory=$(($(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status") / 1024))" MB"
    if "$@"; then state=ready; else state="not ready, see ./platform logs"; fi
  fi
  printf '%-16s %-7s %-8s %-10s %s\n' "$title" "$port" "${pid:--}" "$memory" "$state"
  [[ $state == ready ]]
}
