#!/usr/bin/env bash
# usage: deploy/images/rootfs.sh MODULE FOLDER
# Makes the root file system of a service's image in FOLDER: a jlink runtime, the service's jars in a fixed order, the C library,
# and nothing else: no shell, no package manager, no user but the one it runs as. The Containerfile copies it from scratch; without a
# container engine it can be started by start.sh in a chroot. MODULE must have been built (mvn package) with its runtime jars copied
# to MODULE/target/image-lib (mvn dependency:copy-dependencies).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
[ $# -eq 2 ] || { sed -n '2,6s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2; }
module=$1
out=$2

case $module in
  stratum-gateway) main=thunderpool.gateway.GatewayApplication ;;
  share-validator) main=thunderpool.validator.ValidatorApplication ;;
  template-service) main=thunderpool.template.TemplateApplication ;;
  accounting-service) main=thunderpool.accounting.AccountingApplication ;;
  payout-service) main=thunderpool.payout.PayoutApplication ;;
  dashboard-api) main=thunderpool.dashboard.DashboardApplication ;;
  lab/simulator) main=thunderpool.lab.simulator.MineCommand ;;
  *) echo "no image for $module" >&2; exit 2 ;;
esac

: "${JAVA_HOME:?must be a JDK 25}"
[ ! -e "$out" ] || { echo "$out is there already" >&2; exit 1; }
mkdir -p "$out"/{app/lib,etc,tmp,data}

# What Spring, Kafka, Hibernate, Netty and PostgreSQL's driver ask of the JDK; what is missing here shows at the first start.
modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.rmi
modules+=,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,java.xml,jdk.jfr,jdk.management,jdk.net
modules+=,jdk.unsupported,jdk.zipfs,jdk.naming.dns,jdk.crypto.cryptoki
"$JAVA_HOME/bin/jlink" --add-modules "$modules" --no-header-files --no-man-pages --strip-java-debug-attributes \
  --output "$out/java"
# Drawing, sound and fonts come with java.desktop, which is here for its beans alone.
rm -f "$out"/java/lib/lib{awt_xawt,awt_headless,awt,fontmanager,freetype,javajpeg,lcms,mlib_image,splashscreen,jsound,jawt}.so
rm -f "$out"/java/bin/{keytool,rmiregistry,jfr,jrunscript,javac,javadoc,javap,jshell,serialver}

# The C library and its loader, from the machine that builds: the JDK links nothing else.
for file in "$out/java/bin/java" "$out"/java/lib/*.so "$out"/java/lib/server/libjvm.so; do
  LD_LIBRARY_PATH="$out/java/lib:$out/java/lib/server" ldd "$file" | awk '$3 ~ /^\// { print $3 } $1 ~ /^\/.*ld-linux/ { print $1 }'
done | sort -u | grep -v "^$out" | while read -r library; do
  mkdir -p "$out$(dirname "$library")"
  cp -L --preserve=timestamps "$library" "$out$library"
done

cp --preserve=timestamps "$root/$module/target/image-lib"/*.jar "$out/app/lib/"
cp --preserve=timestamps "$root/$module/target/$(basename "$module")"-[0-9]*[0-9].jar "$out/app/"
jar=$(basename "$(ls "$out/app/"*.jar)")

# An explicit class path in a fixed order: wildcards have none, and the start-up cache must meet the one it was made with.
{
  cat <<'ARGS'
--sun-misc-unsafe-memory-access=allow
--enable-native-access=ALL-UNNAMED
-XX:+ExitOnOutOfMemoryError
-XX:MaxRAMPercentage=70
-Xlog:aot*=off
-Xlog:cds*=off
-Xlog:codecache*=off
ARGS
  printf -- '-cp /app/%s' "$jar"
  (cd "$out/app" && LC_ALL=C ls lib/*.jar) | sed 's#^#:/app/#' | tr -d '\n'
  printf '\n'
} >"$out/app/jvm.args"
# The start-up cache is made later, by a training start; without the file the JVM starts all the same, slower.
printf -- '-XX:AOTCache=/app/start.aot -XX:AOTMode=auto %s\n' "$main" >"$out/app/main.args"
# A container engine's health check: there is no shell to ask with. A JVM as small and as soon started as can be.
runtime=$(cd "$out/app/lib" && ls | grep -E '^runtime-[0-9]' || true)
if [ -n "$runtime" ]; then
  printf -- '-Xmx16m\n-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n-cp /app/lib/%s\nthunderpool.runtime.HealthCommand\n' "$runtime" >"$out/app/health.args"
fi
# An operator's commands, beside the running service: docs/admin.md.
if [ "$module" = dashboard-api ]; then
  printf -- '-Xmx128m\n-XX:+UseSerialGC\n-XX:TieredStopAtLevel=1\n' >"$out/app/admin.args"
  grep -E -- '^(--|-cp )' "$out/app/jvm.args" >>"$out/app/admin.args"
  printf 'thunderpool.dashboard.AdminApplication\n' >>"$out/app/admin.args"
fi
printf 'root:x:0:0::/:/none\nthunderpool:x:10001:10001::/app:/none\n' >"$out/etc/passwd"
printf 'root:x:0:\nthunderpool:x:10001:\n' >"$out/etc/group"
printf 'hosts: files dns\n' >"$out/etc/nsswitch.conf"
printf '127.0.0.1 localhost\n' >"$out/etc/hosts"
chmod 1777 "$out/tmp"
chown 10001:10001 "$out/data" 2>/dev/null || true
du -sh "$out" | awk '{ print "root file system of '"$module"': " $1 }'
