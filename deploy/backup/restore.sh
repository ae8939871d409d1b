#!/usr/bin/env bash
# Makes a data folder from a backup of backup.sh. Starts nothing.
set -euo pipefail

usage() {
  cat <<'TEXT'
restore.sh BACKUP DATA

Checks BACKUP, a folder made by backup.sh, and makes DATA from it, which must not exist or be empty.
Then start the pool on it: ./pool up --data DATA, with the options it had.
What happens by itself and what is to be decided: docs/operations/backup.md
TEXT
}

die() { echo "restore.sh: $*" >&2; exit 1; }

case ${1-} in -h | --help) usage; exit 0 ;; esac
[ $# -eq 2 ] || { usage >&2; exit 2; }
[ -f "$1/BACKUP" ] && [ -f "$1/SHA256SUMS" ] || die "$1 is not a backup"
[ ! -e "$2" ] || [ -z "$(ls -A "$2")" ] || die "$2 is not empty"
backup=$(cd "$1" && pwd)
(cd "$backup" && sha256sum --quiet -c SHA256SUMS) || die "the backup is damaged"
umask 077
mkdir -p "$2"
data=$(cd "$2" && pwd)
tar -C "$backup" --sparse --exclude=./BACKUP --exclude=./SHA256SUMS -cf - . | tar -C "$data" --sparse -xpf -
chmod 755 "$data"
chmod 700 "$data/postgresql/data"
# PostgreSQL wants these to be there, and the backup has nothing of them.
for folder in pg_wal/archive_status pg_wal/summaries pg_replslot pg_dynshmem pg_notify pg_serial pg_snapshots pg_stat_tmp \
  pg_subtrans; do
  mkdir -p "$data/postgresql/data/$folder"
done
# Where PostgreSQL ran as the user nobody, it owns its files; elsewhere this changes nothing.
owner=$(stat -c %u:%g "$backup/postgresql/data")
[ "$(id -u)" -ne 0 ] || chown -R "$owner" "$data/postgresql/data"
echo "$data: as of $(sed -n 's/^made=//p' "$backup/BACKUP")"
echo "next: ./pool up --data $data, then docs/operations/backup.md, \"After a restore\""
