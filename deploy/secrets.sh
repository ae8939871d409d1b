#!/usr/bin/env bash
# usage: deploy/secrets.sh FOLDER
# Makes every secret of an installation as a file of its own, random, once: what is there stays. deploy/compose reads FOLDER as it is;
# deploy/kubernetes/overlays/demo/secrets.sh makes Kubernetes secrets of it. Only the folder is closed to others (mode 700): the files
# must be readable by the numeric users of the containers they are mounted into, and writable by you, who changes a password.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
umask 077
mkdir -p "$1"/{kafka,database,node}
cd "$1"
random() { head -c 30 /dev/urandom | base64 | tr -d '/+=\n' | head -c 32; }
make() { [ -s "$1" ] || { random >"$1"; chmod 644 "$1"; }; }
for user in admin gateway validator template accounting payout dashboard; do make "kafka/$user"; done
for user in postgres template accounting payout dashboard; do make "database/$user"; done
for name in blocks sessions admin grafana; do make "$name"; done
# A node learns a salted hash of each password (its rpcauth); a service has "user:password" in a file of the form of a node's cookie.
for user in template payout; do
  [ -s "node/$user" ] && continue
  password=$(random)
  salt=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
  hash=$(printf '%s' "$password" | openssl dgst -sha256 -hmac "$salt" | awk '{ print $NF }')
  printf '%s:%s' "$user" "$password" >"node/$user"
  printf '%s:%s$%s\n' "$user" "$salt" "$hash" >>node/rpcauth
  chmod 644 "node/$user" node/rpcauth
done
chmod 711 kafka database node
echo "secrets are in $PWD" >&2
