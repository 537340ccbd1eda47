# A private PostgreSQL: its own data directory and port, passwords only, TCP on loopback only.

# choose_servers_home: beside everything else, unless the path has a space in it (RabbitMQ's scripts break) or the user that PostgreSQL runs as cannot get there.
choose_servers_home() {
  local away=/var/tmp/platform-$(printf '%s' "$STATE" | sha256sum | cut -c1-12)
  if [[ $STATE == *[[:space:]]* ]] || ! (cd / && as_postgres test -x "$STATE"); then
    SERVERS=$away
    [[ -d $SERVERS ]] || mkdir -m 711 "$SERVERS"
    # /var/tmp is everybody's: a directory that waits there may be a trap
    [[ -O $SERVERS && ! -L $SERVERS ]] || fail 4 "$SERVERS belongs to somebody else."
  else
    SERVERS=$STATE/servers
    mkdir -p -m 711 "$SERVERS"
  fi
  SERVERS_AWAY=$away
  NODE=platform-${away##*-}@localhost
}

# as_postgres <command...>: PostgreSQL refuses to run as root, so root hands over to the packages' own user.
as_postgres() {
  if ((EUID == 0)); then
    local user=postgres
    id -u "$user" >/dev/null 2>&1 || user=nobody
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups -- "$@"
  else
    "$@"
  fi
}

postgres_bin() {
  local version='*'
  if [[ -f $SERVERS/postgres/data/PG_VERSION ]]; then version=$(<"$SERVERS/postgres/data/PG_VERSION"); fi
  dirname "$(newest "/usr/lib/postgresql/$version/bin/initdb")"
}

# postgres_pid: the server of our data directory, from its own lock file.
postgres_pid() {
  local pid
  read -r pid 2>/dev/null <"$SERVERS/postgres/data/postmaster.pid" || return 1
  [[ $(tr '\0' ' ' <"/proc/$pid/cmdline") == *"$SERVERS/postgres/data"* ]] && printf '%s' "$pid"
} 2>/dev/null

# postgres_start <setting...>: makes the server at its first start. Settings are written anew each time, so a new version of this file takes effect.
postgres_start() {
  local home=$SERVERS/postgres data=$SERVERS/postgres/data bin
  require_free postgres
  mkdir -p "$home"
  if ((EUID == 0)); then chown "$(as_postgres id -u):$(as_postgres id -g)" "$home"; fi
  chmod 700 "$home"
  bin=$(postgres_bin)
  cd /

  if [[ ! -f $data/PG_VERSION ]]; then
    secret POSTGRES | as_postgres sh -c 'umask 077; cat >"$1"' sh "$home/password"
    as_postgres env -i HOME=/tmp "$bin/initdb" -D "$data" -U postgres --pwfile="$home/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-instructions
    as_postgres rm "$home/password"
    printf "include 'platform.conf'\n" | as_postgres tee -a "$data/postgresql.conf" >/dev/null
  fi

  printf '%s\n' "listen_addresses = '127.0.0.1'" "port = ${PORT[postgres]}" "unix_socket_directories = ''" "timezone = 'UTC'" "log_timezone = 'UTC'" \
    "max_wal_size = 1GB" "random_page_cost = 1.1" "shared_preload_libraries = 'pg_stat_statements'" "log_line_prefix = '%m [%p] %u@%d '" "$@" |
    as_postgres tee "$data/platform.conf" >/dev/null
  as_postgres env -i HOME=/tmp LANG=C.UTF-8 "$bin/pg_ctl" -D "$data" -l "$home/postgres.log" -w -t 60 start || { as_postgres tail -n 20 "$home/postgres.log"; return 1; }
}

# postgres_stop <INT (fast) | QUIT (at once)>
postgres_stop() {
  local pid until
  until=$(($(now_ms) + 20000))
  while pid=$(postgres_pid); do
    kill -s "$1" "$pid" 2>/dev/null || true
    if (($(now_ms) >= until)); then kill -s QUIT "$pid" 2>/dev/null || true; fi
    pause 0.1
  done
}

postgres_admin() { printf 'Host=127.0.0.1;Port=%s;Username=postgres;Password=%s;Database=postgres' "${PORT[postgres]}" "$(secret POSTGRES)"; }
