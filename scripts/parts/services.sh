# The platform's own processes: where each is built, what it is told, and how it is started.

SERVICES=(identity registrations assessments referrals gateway)      # the gateway answers for those behind it, so it is waited for last
DATABASES=(identity registrations assessments referrals)
declare -A PROJECT=([identity]=identity/Platform.Identity [registrations]=services/Registrations/Platform.Registrations
                    [assessments]=services/Assessments/Platform.Assessments [referrals]=services/Referrals/Platform.Referrals [gateway]=gateway/Platform.Gateway)

folder_of() { printf '%s/%s' "$ROOT" "${PROJECT[$1]%/*}"; }
dll_of() { printf '%s/bin/Release/net10.0/%s.dll' "$(folder_of "$1")" "${PROJECT[$1]##*/}"; }
address_of() { printf 'http://127.0.0.1:%s' "${PORT[$1]}"; }

# settings_of <service> [migrating]: fills the array settings with what this process needs and nothing more.
settings_of() {
  local name=$1 migrating=${2:-} other role server="Host=127.0.0.1;Port=${PORT[postgres]}"
  settings=("ASPNETCORE_ENVIRONMENT=$ENVIRONMENT" "ASPNETCORE_URLS=$(address_of "$name")"
            "Identity__Issuer=http://localhost:${PORT[gateway]}/" "RabbitMq__Uri=$(rabbitmq_uri)")
  if [[ $ENVIRONMENT == Development ]]; then settings+=("Clock__File=$STATE/clock"); fi

  if [[ " ${DATABASES[*]} " == *" $name "* ]]; then
    settings+=("Database__Server=$server" "Database__Name=$name")
    # only migrate makes the roles and acts as the owner of the tables
    for role in App Jobs Relay Listener Sealer $([[ $migrating ]] && echo Migrator); do
      settings+=("Database__Passwords__$role=$(secret "DATABASE_${name^^}_${role^^}")")
    done
    if [[ $migrating ]]; then settings+=("Database__Admin=$(postgres_admin)"); fi
  fi

  if [[ $name == identity ]]; then
    settings+=("Identity__SigningKeyPassword=$(secret SIGNING_KEY_PASSWORD)")
    for other in "${SERVICES[@]}"; do
      [[ $other == identity ]] || settings+=("Identity__ServiceClients__$other-service=$(secret "CLIENT_${other^^}")")
    done
  else
    settings+=("Identity__Authority=$(address_of identity)" "Identity__ClientId=$name-service" "Identity__ClientSecret=$(secret "CLIENT_${name^^}")")
  fi

  case $name in
    identity | registrations | assessments | referrals)
      settings+=("KeyStore__Server=$server" "KeyStore__Name=keys" "KeyStore__Password=$(secret "KEYS_${name^^}")" "KeyStore__WrappingKey=$(secret "WRAPPING_KEY_${name^^}" base64)") ;;&
    registrations) settings+=("Search__Key=$(secret SEARCH_KEY base64)") ;;
    referrals) settings+=("Registrations__Address=$(address_of registrations)") ;;
    gateway)
      for other in identity registrations assessments referrals; do settings+=("ReverseProxy__Clusters__${other}__Destinations__d1__Address=$(address_of "$other")/"); done ;;
  esac
}

# run_service <service> [argument...]: takes the place of the (sub)shell; the process sees the array settings, what .NET and OpenTelemetry read, and nothing else of the caller's environment.
run_service() {
  local name dll setting passed=()
  dll=$(dll_of "$1")
  cd "$(folder_of "$1")"
  shift
  for name in $(compgen -e); do
    case $name in PATH | HOME | LANG | TMPDIR | DOTNET_* | OTEL_*) ;; *) unset "$name" ;; esac
  done
  # exported, not passed as arguments of env, so that no password stands in the list of processes; only a name with a hyphen cannot be exported
  for setting in "${settings[@]}"; do
    if [[ ${setting%%=*} == *-* ]]; then passed+=("$setting"); else export "${setting?}"; fi
  done
  export DOTNET_NOLOGO=1 TZ=UTC
  exec env "${passed[@]}" setsid dotnet "$dll" "$@"
}

# migrate_all: the databases at the same time; each is its service's own.
migrate_all() {
  local name pids=() failed=0 i
  for name in "${DATABASES[@]}"; do
    (settings_of "$name" migrating; run_service "$name" migrate) >"$LOGS/$name-migrate.log" 2>&1 {LOCK}>&- &
    pids+=($!)
  done
  for i in "${!pids[@]}"; do
    wait "${pids[i]}" || { failed=1; say "migrate of ${DATABASES[i]} failed:"; tail -n 20 "$LOGS/${DATABASES[i]}-migrate.log"; }
  done
  return $failed
}

# fingerprint <service>: changes when the process should be started again: another build, another setting.
fingerprint() { settings_of "$1"; { cat "$BUILT/product"; printf '%s\n' "${settings[@]}"; } | sha256sum | cut -c1-16; }

is_current() { is_running "$1" && [[ -f $RUN/$1.settings && $(<"$RUN/$1.settings") == "$(fingerprint "$1")" ]]; }

# services_start <service...>: all at once, then waits for each to be ready.
services_start() {
  local name
  for name in "$@"; do
    require_free "$name"
    [[ ! -f $LOGS/$name.log ]] || mv "$LOGS/$name.log" "$LOGS/$name.log.1"
    (settings_of "$name"; run_service "$name") </dev/null >"$LOGS/$name.log" 2>&1 {LOCK}>&- &
    remember "$name" $!
    fingerprint "$name" >"$RUN/$name.settings"
  done
  for name in "${SERVICES[@]}"; do
    wait_until 90 "$name" ready answers "${PORT[$name]}" /health/ready
  done
}
