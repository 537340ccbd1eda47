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

  install_with_apt "the platform keeps its data in PostgreSQL and its messages in RabbitMQ, and runs its own private instances" \
    "install PostgreSQL 15 and RabbitMQ 3.10 or newer as Debian does (/usr/lib/postgresql/*/bin, /usr/lib/rabbitmq/bin)" "${missing[@]}"
}

# require_kustomize: for the tests of k8s/, which read what the manifests come to.
require_kustomize() {
  command -v kubectl >/dev/null || command -v kustomize >/dev/null ||
    install_with_apt "the tests read the manifests in k8s/ as kubectl puts them together" "install kubectl or kustomize" kubernetes-client
}

# install_with_apt <why> <what to do without apt> <package...>
install_with_apt() {
  local why=$1 otherwise=$2 as_root=()
  shift 2
  command -v apt-get >/dev/null || fail 3 "Missing here: $*. There is no apt on this machine: $otherwise and start again."
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail 3 "Missing here: $*. Install with: apt-get install $*   (there is no sudo)"
    as_root=(sudo)
  fi

  say "  Installing $* with apt: $why."
  # sudo asks for its password here, where it can be seen
  ((EUID == 0)) || sudo -v || fail 3 "Not allowed to install. Ask an administrator for: apt-get install $*"
  step "apt-get install $*" install_packages "$@"
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
