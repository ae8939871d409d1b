#!/usr/bin/env bash
# Copies the data folder of a running `./pool up` to a folder beside it: database first, then the log.
set -euo pipefail

usage() {
  cat <<'TEXT'
backup.sh DATA TARGET

Copies DATA, the data folder of a running or stopped `./pool up`, to TARGET, which must not exist.
The pool stays up. Its process is halted for the moment in which the rest of the log is copied;
how long is printed. Needs psql (any version), tar and root or the user the pool runs as.
The coins are not in DATA but in the node's wallet: back that up on its own (backupwallet).
TEXT
}

die() { echo "backup.sh: $*" >&2; exit 1; }

case ${1-} in -h | --help) usage; exit 0 ;; esac
[ $# -eq 2 ] || { usage >&2; exit 2; }
[ -d "$1/kafka/log" ] && [ -d "$1/postgresql/data" ] || die "$1 is not the data folder of a pool"
[ ! -e "$2" ] || die "$2 exists"
data=$(cd "$1" && pwd)
umask 077
mkdir -p "$2"
target=$(cd "$2" && pwd)
stamp=$target/.stamp
moment() { date +%s.%N; }

# tar ends with 1 when a file changed under its hands, which the database's log and the second pass make good.
copy() { # from, to, tar's options
  local from=$1 to=$2 codes="0 0"
  shift 2
  mkdir -p "$to"
  tar -C "$from" --sparse --format=posix "$@" -cf - . | tar -C "$to" --sparse -xpf - || codes=${PIPESTATUS[*]}
  [ "$codes" = "0 0" ] || [ "$codes" = "1 0" ] || die "cannot copy $from"
}

# The process that holds the folder's lock, by the system's own table of locks; empty when none does.
owner() {
  local inode
  inode=$(stat -c %i "$1/lock")
  awk -v inode="$inode" '{ n = split($6, at, ":"); if (at[n] == inode) { print $5; exit } }' /proc/locks
}

pool=$(owner "$data" || true)
database=$data/postgresql/data
copied=(--exclude=./postmaster.pid --exclude=./postmaster.opts --exclude='./pg_wal/*' --exclude='./pg_replslot/*'
  --exclude='./pg_dynshmem/*' --exclude='./pg_notify/*' --exclude='./pg_serial/*' --exclude='./pg_snapshots/*'
  --exclude='./pg_stat_tmp/*' --exclude='./pg_subtrans/*' --warning=no-file-changed --warning=no-file-removed)

# 1. The database, by PostgreSQL's low-level backup over one session: copied as it changes, made whole by its own log (WAL).
if [ -n "$pool" ]; then
  port=$(sed -n 4p "$database/postmaster.pid")
  PGPASSWORD=$(sed -n 's/^postgres=//p' "$data/postgresql/passwords")
  export PGPASSWORD
  coproc SQL { psql -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres -d postgres 2>&1; }
  sql_in=${SQL[1]} sql_out=${SQL[0]}
  ask() { # statement, and what follows it on the line; prints what came back before the mark
    local line
    printf '%s\n\\echo :done:\n' "$1" >&"$sql_in" || die "the database is away"
    while IFS= read -r line <&"$sql_out"; do
      [ "$line" != ":done:" ] || return 0
      case $line in *ERROR* | *FATAL* | *"could not"*) die "the database says: $line" ;; esac
    done
    die "the database ended the session"
  }
  # A slot keeps the log from being recycled; it is temporary, so it goes with this session whatever happens.
  ask "select pg_create_physical_replication_slot('thunderpool_backup', true, true);"
  ask "select pg_backup_start('thunderpool', true);"
  copy "$database" "$target/postgresql/data" "${copied[@]}"
  ask "select labelfile from pg_backup_stop(false) \\g $target/postgresql/data/backup_label"
  copy "$database/pg_wal" "$target/postgresql/data/pg_wal" --exclude=./archive_status/* --exclude=./summaries/* \
    --warning=no-file-changed --warning=no-file-removed
  printf '\\q\n' >&"$sql_in"
  wait "$SQL_PID" || true
else
  copy "$database" "$target/postgresql/data" --exclude=./postmaster.pid
fi
cp -p "$data/postgresql/passwords" "$target/postgresql/passwords"
database_at=$(moment)

# 2. The log: most of it while it grows, the rest while nobody writes. A torn copy of transactions would be worse than none.
touch "$stamp"
copy "$data/kafka" "$target/kafka" --warning=no-file-changed --warning=no-file-removed
[ -z "$pool" ] || { trap 'kill -CONT "$pool"' EXIT; kill -STOP "$pool"; }
halted_at=$(moment)
(cd "$data/kafka" && find . -type f \( -newer "$stamp" -o -name '*.index' -o -name '*.timeindex' -o -name '*.txnindex' \) \
  -print0) > "$target/.again"
tar -C "$data/kafka" --sparse --null -T "$target/.again" -cf - | tar -C "$target/kafka" --sparse -xpf -
(cd "$target/kafka" && find . -type f -print0) | while IFS= read -r -d '' file; do
  [ -e "$data/kafka/$file" ] || rm -f "$target/kafka/$file"
done
for folder in gateway chain; do
  [ ! -d "$data/$folder" ] || copy "$data/$folder" "$target/$folder"
done
cp -p "$data/passwords" "$target/passwords"
log_at=$(moment)
[ -z "$pool" ] || { kill -CONT "$pool"; trap - EXIT; }
rm -f "$stamp" "$target/.again"

# 3. What it is, and the sums by which a restore knows that it is whole.
{
  echo "made=$(date -u -d "@${log_at%.*}" +%Y-%m-%dT%H:%M:%SZ)"
  echo "database_at=$database_at"
  echo "log_at=$log_at"
} > "$target/BACKUP"
(cd "$target" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > SHA256SUMS)
awk -v a="$halted_at" -v b="$log_at" 'BEGIN { printf "halted for %.2f s\n", b - a }'
echo "$target: $(du -sh "$target" | cut -f1), recovery point $(sed -n 's/^made=//p' "$target/BACKUP")"
