# The platform in containers, for up --docker: docker-compose.yml, with secrets and a port of its own. What belongs to it is in .platform/docker.

# use_containers: what docker-compose.yml asks for. The project's name is this folder's own (or the state's, where PLATFORM_STATE names one), so that another copy of the platform is never taken for this one.
use_containers() {
  SECRETS=$STATE/docker/secrets.env
  COMPOSE=(docker compose --ansi never --project-directory "$ROOT" --project-name "platform-$(printf '%s' "${PLATFORM_STATE:+$STATE/}$ROOT" | sha256sum | cut -c1-8)" --env-file "$SECRETS")
  if containers_are_up; then PLATFORM_HTTP_PORT=$(<"$STATE/docker/up"); fi
  export PLATFORM_HTTP_PORT=${PLATFORM_HTTP_PORT:-${PORT[gateway]}} PLATFORM_CLOCK=$STATE/docker/clock
}

# containers_are_up: they were started and not ended; a marker, so that nobody needs an engine to know.
containers_are_up() { [[ -f $STATE/docker/up ]]; }

# use_environment_here: that of what was started last, in containers or not.
use_environment_here() { if containers_are_up; then use_environment docker; else use_environment; fi; }

require_compose() {
  command -v docker >/dev/null || fail 3 "Docker is missing. Install Docker Engine with its compose plugin (https://docs.docker.com/engine/install/) and start again," \
    "or run ./platform up without --docker, which needs no containers."
  docker compose version >/dev/null 2>&1 || fail 3 "This docker has no 'docker compose' (version 2). Install its plugin: docker-compose-plugin from Docker's own packages," \
    "docker-compose-v2 on Ubuntu, docker-compose on Debian 13; or run ./platform up without --docker."
  timeout 10 docker version >/dev/null 2>&1 || fail 3 "No Docker engine answers. Start it, set DOCKER_HOST, or see to it that you may use it (the group docker)."
}

containers_up() {
  mkdir -p -m 700 "$STATE/docker"
  mkdir -p -m 755 "$STATE/docker/clock"       # read by the containers' own user
  use_environment docker
  printf '%s\n' "$ENVIRONMENT" >"$STATE/docker/environment"
  use_containers
  [[ -f $SECRETS ]] || (umask 077 && : >"$SECRETS")
  make_secrets
  containers_are_up || ! port_is_open "$PLATFORM_HTTP_PORT" || fail 4 "Port $PLATFORM_HTTP_PORT, where the gateway should be published, belongs to another process, which is left alone." \
    "If it is the platform without containers, ./platform down ends it; or set PLATFORM_HTTP_PORT to another port."
  if [[ $ENVIRONMENT == Development ]]; then put_clock 00:00:00; fi
  step "container images" "${COMPOSE[@]}" --progress plain build
  printf '%s\n' "$PLATFORM_HTTP_PORT" >"$STATE/docker/up"
  step "containers" containers_start
}

containers_start() {
  local service
  "${COMPOSE[@]}" --progress plain up -d --wait --wait-timeout 300 && return
  printf '\nWhat did not become ready, and the end of its log:\n'
  for service in $("${COMPOSE[@]}" ps -a --format '{{.Service}} {{.State}} {{.Health}} {{.ExitCode}}' | grep -v -E ' running healthy | exited  0$' | cut -d' ' -f1); do
    "${COMPOSE[@]}" logs --tail 4 "$service"
  done
  return 1
}

# containers_down [data]
containers_down() {
  use_containers
  step "containers" "${COMPOSE[@]}" down --remove-orphans --timeout 30 ${1:+--volumes}
  rm -f "$STATE/docker/up"
}
