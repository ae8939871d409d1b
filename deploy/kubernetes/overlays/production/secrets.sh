#!/usr/bin/env bash
# usage: deploy/kubernetes/overlays/production/secrets.sh FOLDER | kubectl apply -f -      (FOLDER as deploy/secrets.sh makes it)
# Prints the secrets that are not Strimzi's. FOLDER/node/template and FOLDER/node/payout hold user:password of your nodes, FOLDER/tls.crt and
# FOLDER/tls.key the certificate of the TLS port. No secret is ever in a manifest of this repository.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
secret() { # NAME TYPE KEY=FILE...
  local name=$1 type=$2 labels='' pair
  shift 2
  # CloudNativePG makes a changed password the role's at once if the secret says so, else some time.
  [ "$type" != kubernetes.io/basic-auth ] || labels=', labels: {cnpg.io/reload: "true"}'
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: {name: %s, namespace: thunder-pool%s}\ntype: %s\ndata:\n' "$name" "$labels" "$type"
  for pair in "$@"; do printf '  %s: %s\n' "${pair%%=*}" "$(base64 -w0 <"${pair#*=}")"; done
}
from=$1
for file in tls.crt tls.key; do
  [ -s "$from/$file" ] || { echo "no $from/$file: the certificate of the TLS port" >&2; exit 1; }
done
for service in template accounting payout dashboard; do
  secret "database-$service" kubernetes.io/basic-auth username=<(printf %s "$service") "password=$from/database/$service"
done
secret blocks Opaque "secret=$from/blocks"
secret sessions Opaque "key=$from/sessions"
secret admin Opaque "key=$from/admin"
secret node-template Opaque "cookie=$from/node/template"
secret node-payout Opaque "cookie=$from/node/payout"
secret stratum-tls kubernetes.io/tls "tls.crt=$from/tls.crt" "tls.key=$from/tls.key"
