#!/usr/bin/env bash
# Run once by the image postgres on an empty database (/docker-entrypoint-initdb.d): one role and one database for each service that keeps
# one. A role owns its database and may enter no other. Passwords are files named by the service.
set -euo pipefail
secrets=${DATABASE_PASSWORDS:-/run/secrets/database}
for service in template accounting payout dashboard; do
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set service="$service" --set password="$(cat "$secrets/$service")" \
    --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
create role :"service" login nosuperuser nocreatedb nocreaterole noinherit password :'password';
create database :"service" owner :"service";
revoke all on database :"service" from public;
SQL
done
