#!/usr/bin/env bash
# usage: deploy/kubernetes/overlays/demo/secrets.sh FOLDER | kubectl apply -f -      (FOLDER as deploy/secrets.sh makes it)
# Prints the secrets the demo's pods mount. No secret is ever in a manifest of this repository.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,3s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
secret() { # NAME KEY=FILE...
  local name=$1 pair
  shift
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: {name: %s, namespace: thunder-pool-demo}\ntype: Opaque\ndata:\n' "$name"
  for pair in "$@"; do printf '  %s: %s\n' "${pair%%=*}" "$(base64 -w0 <"${pair#*=}")"; done
}
from=$1
for service in gateway validator template accounting payout dashboard; do secret "kafka-$service" "password=$from/kafka/$service"; done
for service in template accounting payout dashboard; do secret "database-$service" "password=$from/database/$service"; done
users=()
for file in "$from"/kafka/*; do users+=("$(basename "$file")=$file"); done
secret kafka-passwords "${users[@]}"
users=()
for file in "$from"/database/*; do users+=("$(basename "$file")=$file"); done
secret database-passwords "${users[@]}"
secret blocks "secret=$from/blocks"
secret sessions "key=$from/sessions"
secret admin "key=$from/admin"
secret node-template "cookie=$from/node/template"
secret node-payout "cookie=$from/node/payout"
secret node-rpcauth "rpcauth=$from/node/rpcauth"
