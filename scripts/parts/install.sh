# What the machine must have, and how it is installed where it is missing.

# newest <glob>: the last match in version order, or nothing.
newest() { compgen -G "$1" | sort -V | tail -n 1; }

require_sdk() {
  command -v dotnet >/dev/null || fail 3 "The .NET SDK is missing. Install version 10 (https://dotnet.microsoft.com/download) and start again."
  (cd "$ROOT" && dotnet --version >/dev/null 2>&1) || fail 3 "The .NET SDK that global.json asks for is missing:" "$(<"$ROOT/global.json")" \
    "Here is: $(cd / && dotnet --list-sdks | tr '\n' ' ')"
}

# require_servers: PostgreSQL and RabbitMQ. They are only installed; the platform starts instances of its own.
require_servers() {
  local missing=()
  [[ $(newest '/usr/lib/postgresql/*/bin/initdb') ]] || missing+=(postgresql)
  [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || missing+=(rabbitmq-server)
  ((${#missing[@]})) || return 0

  command -v apt-get >/dev/null || fail 3 "Missing here: ${missing[*]}. There is no apt on this machine: install PostgreSQL 15 and RabbitMQ 3.10 or newer" \
    "as Debian does (/usr/lib/postgresql/*/bin, /usr/lib/rabbitmq/bin) and start again."
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail 3 "Missing here: ${missing[*]}. Install with: apt-get install ${missing[*]}   (there is no sudo)"
    as_root=(sudo)
  fi

  say "  Installing ${missing[*]} with apt: the platform keeps its data in PostgreSQL and its messages in RabbitMQ, and runs its own private instances."
  # sudo asks for its password here, where it can be seen
  ((EUID == 0)) || sudo -v || fail 3 "Not allowed to install. Ask an administrator for: apt-get install ${missing[*]}"
  step "apt-get install ${missing[*]}" install_packages "${missing[@]}"
}

install_packages() {
  # Debian starts a server as soon as its package is there. policy-rc.d is its own way to say no; systemd is told not to start what was installed only for us.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -ec '
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
      trap "rm -f $policy" EXIT
      printf "#!/bin/sh\nexit 101\n" >$policy
      chmod 755 $policy
    fi
    apt-get install -y -q --no-install-recommends "$@" || { apt-get update -q; apt-get install -y -q --no-install-recommends "$@"; }
    if [ -d /run/systemd/system ]; then systemctl disable -q "$@" 2>/dev/null || true; fi
  ' sh "$@"
}
