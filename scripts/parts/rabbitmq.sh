# A private RabbitMQ: its own node, data, port mapper and configuration; nothing of /etc/rabbitmq is read.

# rabbitmq_launch: starts it and does not wait; an Erlang node takes seconds, in which other things can be done.
rabbitmq_launch() {
  local home=$SERVERS/rabbitmq log=$LOGS/rabbitmq.log
  require_free rabbitmq rabbitmq-management rabbitmq-distribution
  mkdir -p -m 700 "$home"

  # The packaged port mapper is shared by the whole machine and outlives its nodes; this one is ours and in the foreground, so its process id is known.
  if ! is_running epmd; then
    require_free epmd
    setsid epmd -address 127.0.0.1 -port "${PORT[epmd]}" </dev/null >"$LOGS/epmd.log" 2>&1 {LOCK}>&- &
    remember epmd $!
  fi

  (umask 077 && printf '%s\n' "listeners.tcp.1 = 127.0.0.1:${PORT[rabbitmq]}" "management.tcp.ip = 127.0.0.1" "management.tcp.port = ${PORT[rabbitmq-management]}" \
    "default_user = platform" "default_pass = $(secret RABBITMQ)" "default_user_tags.administrator = true" \
    "vm_memory_high_watermark.absolute = 512MB" "disk_free_limit.absolute = 100MB" "log.console = false" "log.file.level = info" >"$home/rabbitmq.conf")
  printf '[rabbitmq_management].\n' >"$home/enabled_plugins"
  : >"$home/rabbitmq-env.conf"
  printf '[].\n' >"$home/advanced.config"

  # The scripts in /usr/sbin switch to the package's user and refuse others; these are the ones behind them.
  # +sbwt none: idle schedulers do not spin; the cores are few and shared
  (cd "$home" && exec env -i PATH="$PATH" HOME="$home" LANG=C.UTF-8 \
    ERL_EPMD_PORT="${PORT[epmd]}" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_NODENAME="$NODE" RABBITMQ_NODE_PORT="${PORT[rabbitmq]}" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_DIST_PORT="${PORT[rabbitmq-distribution]}" \
    RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/log" RABBITMQ_PID_FILE="$home/pid" \
    RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" \
    RABBITMQ_CONF_ENV_FILE="$home/rabbitmq-env.conf" RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+sbwt none +sbwtdcpu none +sbwtdio none' \
    setsid /usr/lib/rabbitmq/bin/rabbitmq-server) </dev/null >"$log" 2>&1 {LOCK}>&- &
  remember rabbitmq $!
}

# rabbitmq_answers: its own health check over HTTP; rabbitmqctl would start a whole Erlang machine for each question.
rabbitmq_answers() { answers "${PORT[rabbitmq-management]}" "/api/health/checks/port-listener/${PORT[rabbitmq]}" "platform:$(secret RABBITMQ)"; }

rabbitmq_wait() {
  local login flag
  login=platform:$(secret RABBITMQ)
  wait_until 90 rabbitmq ready rabbitmq_answers

  # quorum queues and streams hide behind feature flags, which a new node may leave off
  for flag in $(http GET "${PORT[rabbitmq-management]}" /api/feature-flags "$login" | tr '{' '\n' | grep '"state":"disabled"' | sed 's/.*"name":"\([a-z_0-9]*\)".*/\1/'); do
    http PUT "${PORT[rabbitmq-management]}" "/api/feature-flags/$flag/enable" "$login" || say "could not enable the feature $flag"
  done
}

rabbitmq_uri() { printf 'amqp://platform:%s@127.0.0.1:%s/' "$(secret RABBITMQ)" "${PORT[rabbitmq]}"; }
rabbitmq_management() { printf 'http://platform:%s@127.0.0.1:%s/' "$(secret RABBITMQ)" "${PORT[rabbitmq-management]}"; }
