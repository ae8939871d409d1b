#!/usr/bin/env bash
# usage: deploy/images/check.sh FOLDER [PORT-OFFSET]      (as root on Linux; no container engine needed; the suite must be built: ./pool up once)
# Builds the root file system of every image in FOLDER and runs a whole pool from them: broker, database and demo chain come from the
# standalone without its services; each service is started by start.sh (read-only root, user 10001, no capabilities, secrets as files),
# must become ready, a miner's image must get shares accepted, and all must stay alive when broker, database and node are gone. Ends what it
# started. Exit code 0 only when all of it held.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
[ $# -ge 1 ] || { sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
mkdir -p "$1"
out=$(readlink -f "$1")
offset=${2:-12000}
: "${JAVA_HOME:?must be a JDK 25}"
services=(template-service share-validator stratum-gateway accounting-service payout-service dashboard-api)
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
}
trap stop EXIT
await() { # SECONDS WHAT COMMAND...
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $until ] || { echo "FAILED: $what" >&2; return 1; }
    sleep 0.5
  done
  echo "ok: $what"
}
label() { case $1 in stratum-gateway) echo gateway ;; share-validator) echo validator ;; *) echo "${1%%-*}" ;; esac }
port() { case $1 in dashboard) echo $((8080 + offset)) ;; gateway) echo $((8081 + offset)) ;; validator) echo $((8082 + offset)) ;;
  template) echo $((8083 + offset)) ;; accounting) echo $((8084 + offset)) ;; payout) echo $((8085 + offset)) ;; esac }
ready() { curl -fsS "http://127.0.0.1:$(port "$1")/actuator/health/readiness"; }
live() { curl -fsS "http://127.0.0.1:$(port "$1")/actuator/health/liveness"; }

for module in "${services[@]}" lab/simulator; do
  name=$(basename "$module")
  [ -e "$out/$name/app/start.aot" ] && continue
  (cd "$root" && mvn -o -q -B -pl "$module" dependency:copy-dependencies -DincludeScope=runtime \
    '-DoutputDirectory=${project.build.directory}/image-lib' >"$out/maven.log" 2>&1) || { tail -n 20 "$out/maven.log"; exit 1; }
  rm -rf "${out:?}/$name"
  "$here/rootfs.sh" "$module" "$out/$name"
  "$here/train.sh" "$out/$name"
done

# What an earlier check left would be taken for this one's.
rm -rf "$out"/{pool,state,*.log}
libs=$root/standalone/target/lib
"$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Xmx600m \
  -cp "$libs/standalone-0.1.0.jar:$(sed -E "s#(^|:)lib/#\1$libs/#g" "$root/standalone/target/classpath")" thunderpool.standalone.Standalone \
  up --data "$out/pool" --port-offset "$offset" --miners 0 --without gateway,validator,template,accounting,payout,dashboard >"$out/pool.log" 2>&1 &
pids+=($!)
await 300 "broker, database and chain are up" grep -q "Thunder Pool is up" "$out/pool.log"

# The environment a service would get in a cluster: what is secret becomes a file, what the image lays out has its place there.
start_service() {
  local module=$1 label state variables=() name value
  label=$(label "$module")
  state=$out/state/$label
  mkdir -p "$state"/{secrets,config,data}
  while IFS='=' read -r name value; do
    value=${value#\'}
    value=${value%\'}
    case $name in
      '' | '#'*) continue ;;
      *_PASSWORD | *_BLOCKSECRET | *_SESSIONKEY | *_ADMIN_KEY)
        printf '%s\n' "$value" >"$state/secrets/$name"
        variables+=("${name}FILE=/run/secrets/$name") ;;
      # The first admin's code is in the log as well.
      *_SETUPCODEFILE) ;;
      GATEWAY_DATA) variables+=("GATEWAY_DATA=/data") ;;
      *) variables+=("$name=$value") ;;
    esac
  done <"$out/pool/services/$label.env"
  chown -R 10001:10001 "$state"
  chmod -R go= "$state"
  printf '%s\n' "${variables[@]}" >"$out/state/$label.variables"
  env -i PATH="$PATH" "${variables[@]}" "$here/start.sh" "$out/$module" "$state" >"$out/$label.log" 2>&1 &
  pids+=($!)
}
for module in "${services[@]}"; do
  begun=$(date +%s%N)
  start_service "$module"
  until live "$(label "$module")" >/dev/null 2>&1; do
    [ $(($(date +%s%N) - begun)) -lt 300000000000 ] || { tail -n 30 "$out/$(label "$module").log"; exit 1; }
    sleep 0.1
  done
  echo "ok: $module is alive after $((($(date +%s%N) - begun) / 1000000)) ms"
done
for module in "${services[@]}"; do await 240 "$module is ready" ready "$(label "$module")"; done

mkdir -p "$out/state/miner"
env -i PATH="$PATH" "$here/start.sh" "$out/simulator" "$out/state/miner" @/app/jvm.args @/app/main.args \
  "stratum+tcp://127.0.0.1:$((3333 + offset))" bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080.image --rate 100000 --seconds 20 \
  >"$out/miner.log" 2>&1 &
pids+=($!)
credited() { curl -fsS "http://127.0.0.1:$(port validator)/actuator/prometheus" | grep -E '^thunderpool_validator_shares_total.*accepted.* [1-9]'; }
await 180 "the validator credits shares of a miner started from its image" credited
shown() { curl -fsS "http://127.0.0.1:$(port dashboard)/api/miners/bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080"; }
await 180 "the dashboard shows the miner" shown

# An operator's command, as by exec into the running container.
mapfile -t variables <"$out/state/dashboard.variables"
held() {
  env -i PATH="$PATH" "${variables[@]}" "$here/start.sh" "$out/dashboard-api" "$out/state/dashboard" @/app/admin.args \
    payout hold-payouts all=true --author check --reason "images are checked" | grep -x 'applied, version [0-9]*'
}
await 60 "the dashboard's image sends an operator's command" held

# Everything the services stand on goes away: they must stay alive (or an orchestrator would kill them for it), and gateways must say that they are
# not ready.
kill "${pids[0]}"
wait "${pids[0]}" 2>/dev/null || true
unready() { ! ready gateway; }
await 180 "the gateway is not ready without its broker" unready
sleep 15
for module in "${services[@]}"; do
  live "$(label "$module")" >/dev/null || { echo "FAILED: $module is not alive without its stores" >&2; exit 1; }
done
echo "ok: all are alive without broker, database and node"
echo "all images run: read-only root, user 10001, no capabilities"
