#!/usr/bin/env bash
# usage: deploy/images/start.sh ROOTFS STATE [ENTRY...]      (as root on Linux, no container engine needed)
# Starts the root file system of an image nearly as a container engine would: in mount and process namespaces of its own, the file
# system read-only, as user 10001 without any capability and without the right to gain one; /tmp is memory, STATE/data is /data, and
# STATE/secrets and STATE/config are mounted read-only as /run/secrets and /app/config. The network is the machine's. The environment is
# passed on. ENTRY are arguments of java (else the image's own: @/app/jvm.args @/app/main.args). The process id is the JVM's parent's.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,7s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
export ROOTFS STATE
ROOTFS=$(readlink -f "$1")
mkdir -p "$2"/{data,secrets,config}
STATE=$(readlink -f "$2")
shift 2
[ $# -gt 0 ] || set -- @/app/jvm.args @/app/main.args
mkdir -p "$ROOTFS"/{dev,proc,run/secrets,app/config}
chown -R 10001:10001 "$STATE/data"
# shellcheck disable=SC2016  # expanded inside of the namespaces
exec unshare --mount --pid --fork --kill-child=KILL --propagation private bash -euc '
  at=$(mktemp -d)
  mount --bind "$ROOTFS" "$at"
  mount -o remount,bind,ro "$at"
  mount -t tmpfs -o size=64m,mode=1777 tmpfs "$at/tmp"
  mount --bind "$STATE/data" "$at/data"
  for folder in secrets config; do
    case $folder in secrets) to=run/secrets ;; *) to=app/config ;; esac
    mount --bind "$STATE/$folder" "$at/$to"
    mount -o remount,bind,ro "$at/$to"
  done
  mount -t proc proc "$at/proc"
  mount -t tmpfs -o size=64k,mode=755 tmpfs "$at/dev"
  for device in null zero random urandom; do touch "$at/dev/$device"; mount --bind "/dev/$device" "$at/dev/$device"; done
  # env: what the shell around this knows is not the service business.
  unset ROOTFS STATE OLDPWD
  # Numeric ids; the working folder is the app, where Spring Boot looks for ./config.
  exec setpriv --no-new-privs chroot --userspec=10001:10001 --groups= "$at" /java/bin/java -Duser.dir=/app "$@"
' start "$@"
