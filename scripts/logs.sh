#!/usr/bin/env bash
# logs [service] [-f]      the last lines of the logs; -f goes on as they are written

command_logs() {
  local follow=() name='' argument files=()
  for argument in "$@"; do
    case $argument in -f) follow=(-F) ;; -*) fail 2 "usage: ./platform logs [service] [-f]" ;; *) name=$argument ;; esac
  done
  use_standard_ports
  if containers_are_up; then
    use_containers
    exec "${COMPOSE[@]}" logs ${follow:+--follow} --tail "$([[ $name ]] && echo 100 || echo 10)" $name
  fi

  choose_servers_home_if_any
  case $name in
    '') files=("$LOGS"/*.log) ;;
    postgres) files=("$SERVERS/postgres/postgres.log") ;;
    rabbitmq) files=("$SERVERS"/rabbitmq/log/*@localhost.log) ;;
    *) files=("$LOGS/$name.log") ;;
  esac
  [[ -f ${files[0]} ]] || fail 2 "There is no log of '${name:-anything}'. Logs: postgres rabbitmq ${SERVICES[*]}"
  exec tail -n "$([[ $name ]] && echo 100 || echo 10)" "${follow[@]}" "${files[@]}"
}

choose_servers_home_if_any() { [[ -d $STATE ]] && choose_servers_home || SERVERS=$STATE/servers; }
