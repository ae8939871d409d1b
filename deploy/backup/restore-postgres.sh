#!/usr/bin/env bash
# Makes a PostgreSQL data folder from a base backup and archived WAL: to the newest point, or to one in time. Starts nothing.
set -euo pipefail

usage() {
  cat <<'TEXT'
restore-postgres.sh BASE ARCHIVE DATA [TIME]

Makes DATA, which must not exist or be empty, from BASE (a folder made by pg_basebackup, plain format) such that the server, once
started on it, replays the WAL files in ARCHIVE: to their end, or up to TIME, such as "2026-11-21 14:03:20+00".
Every service must be stopped, and stay so until "select pg_is_in_recovery()" answers f.
BASE and ARCHIVE are only read. Run it as root or as the user that owns BASE. PGBIN names the folder of the server's programs
when pg_verifybackup is not on PATH. What happens by itself then: docs/operations/backup.md
TEXT
}

die() { echo "restore-postgres.sh: $*" >&2; exit 1; }

case ${1-} in -h | --help) usage; exit 0 ;; esac
[ $# -eq 3 ] || [ $# -eq 4 ] || { usage >&2; exit 2; }
[ -f "$1/backup_manifest" ] && [ -f "$1/PG_VERSION" ] || die "$1 is not a base backup in plain format"
[ -d "$2" ] || die "$2 is not a folder"
[ ! -e "$3" ] || [ -z "$(ls -A "$3")" ] || die "$3 is not empty"
base=$(cd "$1" && pwd)
archive=$(cd "$2" && pwd)
time=${4-}
case $archive$time in *[\'\"%\\]*) die "no quotes, backslashes or per cent signs in ARCHIVE or TIME" ;; esac
[ -z "$time" ] || date -d "$time" >/dev/null 2>&1 || die "'$time' is no time"
[ -z "$(find "$base/pg_tblspc" -mindepth 1 -print -quit)" ] || die "the backup has tablespaces of its own: restore it by hand"
PATH=${PGBIN:+$PGBIN:}$PATH
command -v pg_verifybackup >/dev/null || die "pg_verifybackup is missing: set PGBIN, such as /usr/lib/postgresql/15/bin"
pg_verifybackup --quiet "$base" || die "the backup is damaged"

umask 077
mkdir -p "$3"
data=$(cd "$3" && pwd)
cp -a "$base/." "$data/"
rm -f "$data/backup_manifest"
chmod 700 "$data"
{
  echo "# from here: restore-postgres.sh"
  echo "restore_command = 'cp \"$archive/%f\" \"%p\"'"
  echo "recovery_target_timeline = 'latest'"
  echo "recovery_target_time = '$time'"
  echo "recovery_target_action = 'promote'"
} >> "$data/postgresql.auto.conf"
touch "$data/recovery.signal"
[ "$(id -u)" -ne 0 ] || chown -R --reference="$base/PG_VERSION" "$data"
newest=$(find "$archive" -maxdepth 1 -type f -regex '.*/[0-9A-F]*' -printf '%T@\n' | sort -n | tail -n 1)
echo "$data: base of $(date -u -r "$base/backup_label" +%Y-%m-%dT%H:%M:%SZ), newest WAL of $(date -u -d "@${newest:-0}" +%Y-%m-%dT%H:%M:%SZ)${time:+, to be replayed up to $time}"
echo "next: start the server on it, then docs/operations/backup.md, \"After a restore\""
