#!/usr/bin/env bash
# The secrets that the manifests name, invented here and now, for the single-node overlay:
#
#   k8s/make-secrets.sh >secrets.yaml && kubectl create -n platform -f secrets.yaml
#
# Once, and to be kept where secrets are kept: who loses the wrapping keys loses every name and number in the database.
# "create" and not "apply", so that a second run cannot write over the first.
set -euo pipefail
umask 077

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
for part in "$ROOT"/scripts/parts/*.sh; do . "$part"; done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
use_state "$scratch/state"
make_state
use_standard_ports

secret_of() { printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: { name: %s, labels: { app.kubernetes.io/part-of: platform } }\ntype: Opaque\nstringData:\n' "$1"; }
entry() { printf '  %s: "%s"\n' "$1" "$2"; }

# where the servers are in the cluster, in place of where ./platform up has them
in_cluster() { sed "s/Host=127.0.0.1;Port=[0-9]*/Host=postgres;Port=5432/; s/@127.0.0.1:[0-9]*/@rabbitmq:5672/" <<<"$1"; }

secret POSTGRES >/dev/null
for name in "${SERVICES[@]}"; do settings_of "$name" migrating; done      # every secret is made before one is printed

secret_of postgres
entry POSTGRES_PASSWORD "$(secret POSTGRES)"
secret_of rabbitmq
entry RABBITMQ_DEFAULT_PASS "$(secret RABBITMQ)"
for name in "${SERVICES[@]}"; do
  settings_of "$name" migrating
  secret_of "$name"
  for setting in "${settings[@]}"; do
    case ${setting%%=*} in
      *__Migrator | *__Admin) ;;
      *Password* | *Secret | *Key | *__Uri | *ServiceClients*) entry "${setting%%=*}" "$(in_cluster "${setting#*=}")" ;;
    esac
  done
  [[ " ${DATABASES[*]} " == *" $name "* ]] || continue
  secret_of "$name-migrate"
  for setting in "${settings[@]}"; do
    case ${setting%%=*} in *__Migrator | *__Admin) entry "${setting%%=*}" "$(in_cluster "${setting#*=}")" ;; esac
  done
done
