#!/usr/bin/env bash
# Starts a single broker in the image apache/kafka. An empty log is formatted with its first record the admin's password, so that from the first
# connection on nobody is anonymous; all other users, topics and rights come from ProvisionApplication.
set -euo pipefail
home=${KAFKA_HOME:-/opt/kafka}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=${KAFKA_DATA:-/var/lib/kafka/data}
admin=$(cat "${KAFKA_ADMIN_PASSWORD_FILE:-/run/secrets/kafka_admin}")
# The root file system is read-only and /tmp is memory: all goes to the console, where the engine keeps so much of it and no more. Left alone the
# broker would write hourly files that nobody deletes, and a gigabyte on its garbage collector.
export LOG_DIR=${LOG_DIR:-/tmp/logs} KAFKA_LOG4J_OPTS="-Dlog4j2.configurationFile=$here/log4j2.properties" EXTRA_ARGS="-name kafkaServer"
umask 077
settings=$(mktemp)
sed -e "s#@DATA@#$data#" -e "s#@LISTEN@#${KAFKA_LISTEN:-0.0.0.0}#" -e "s#@HOST@#${KAFKA_HOST:-kafka}#" -e "s#@PORT@#${KAFKA_PORT:-9093}#" \
  -e "s#127.0.0.1[:]9094#127.0.0.1:${KAFKA_CONTROLLER_PORT:-9094}#" -e "s#@ADMIN@#$admin#g" "$here/server.properties" >"$settings"
if [ ! -e "$data/meta.properties" ]; then
  "$home/bin/kafka-storage.sh" format --config "$settings" --cluster-id "$("$home/bin/kafka-storage.sh" random-uuid)" \
    --add-scram "SCRAM-SHA-256=[name=admin,password=$admin]" >/dev/null # it would print the keys made from the password
fi
exec "$home/bin/kafka-server-start.sh" "$settings"
