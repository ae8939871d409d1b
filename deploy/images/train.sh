#!/usr/bin/env bash
# usage: deploy/images/train.sh ROOTFS
# Makes the start-up cache of an image (ahead-of-time cache, JEP 514): one start, ended when the application context stands. No broker and
# no database is there: a service that keeps a schema ends where it first asks for it; what was loaded up to there is what the cache holds.
# The JVM lets a class path move as a whole, so the cache made under ROOTFS/app serves /app.
set -euo pipefail
root=$(readlink -f "${1:?a root file system made by rootfs.sh}")
main=$(awk '{ print $NF }' "$root/app/main.args")
case $main in
  *.MineCommand) arguments=(--help) ;;
  *) arguments=(--server.port=0) ;;
esac
label=$(sed -n 's/.*thunderpool\.\([a-z]*\)\..*/\1/p' <<<"$main")
case $label in
  template | accounting | payout | dashboard)
    arguments+=("--$label.database.url=jdbc:postgresql://127.0.0.1:9/none" "--$label.database.user=none" "--$label.database.password=none") ;;
esac
case $label in
  gateway) arguments+=(--gateway.data=train) ;;
  template)
    arguments+=("--template.nodes[0].name=none" "--template.nodes[0].url=http://a:b@127.0.0.1:9"
      --template.block-secret=0123456789abcdef) ;;
  payout) arguments+=(--payout.node.url=http://a:b@127.0.0.1:9) ;;
esac
[ "$label" = lab ] || arguments+=("--$label.kafka.bootstrap=127.0.0.1:9" "--$label.kafka.security=NONE")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed "s#/app/#$root/app/#g" "$root/app/jvm.args" >"$work/jvm.args"
# It logs as containers do, so that the cache holds what writes those lines.
(cd "$work" && LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs timeout 300 "$root/java/bin/java" "@$work/jvm.args" "-XX:AOTCacheOutput=$work/start.aot" -Xmx256m -Dspring.context.exit=onRefresh "$main" "${arguments[@]}" \
  >"$work/log" 2>&1) || true
if [ ! -s "$work/start.aot" ]; then
  tail -n 20 "$work/log" >&2
  echo "the training start wrote no cache" >&2
  exit 1
fi
mv "$work/start.aot" "$root/app/start.aot"
du -h "$root/app/start.aot" | awk '{ print "start-up cache: " $1 }'
