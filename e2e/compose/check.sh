#!/bin/bash
# Checks docker-compose.temporal.yml where no image registry answers: the file is valid, the images of api, worker and
# gateway build on a base made here, and the three become healthy against a PostgreSQL and a Temporal on this machine.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
name=clawstead-compose-check
work=$(mktemp -d)
address=$(docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}')
address=${address:-172.17.0.1}
postgres=
temporal=
began=$(date +%s)

say() { printf '[%3ds] %s\n' "$(($(date +%s) - began))" "$*"; }
fail() {
    echo "FAILED: $*" >&2
    exit 1
}

compose() { docker-compose -p "$name" -f docker-compose.temporal.yml "$@"; }

# Asks politely, but not for ever.
end() {
    kill -TERM "$1" 2>/dev/null || true
    for _ in {1..40}; do
        kill -0 "$1" 2>/dev/null || break
        sleep 0.25
    done
    kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

clean() {
    compose down -v --timeout 5 >/dev/null 2>&1 || true
    docker rmi -f "$name-java" clawstead/{api,worker,gateway}:check >/dev/null 2>&1 || true
    for pid in $temporal $postgres; do end "$pid"; done
    rm -rf "$work"
}
trap clean EXIT

# An unused port.
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("", 0)); print(s.getsockname()[1])'; }

# The node's image is a Debian; on it goes the Java that runs here.
make_base() {
    node=$(images/build node | sed -n 's/^node //p')
    mkdir "$work/java"
    cp -RL "$JAVA_HOME"/bin "$JAVA_HOME"/conf "$JAVA_HOME"/lib "$work/java"
    rm -f "$work/java/lib/src.zip" "$work/java/lib/ct.sym"
    printf 'FROM %s\nCOPY . /opt/java\nENV PATH=/opt/java/bin:/usr/local/bin:/usr/bin:/bin\nENTRYPOINT []\n' "$node" >"$work/Dockerfile"
    docker build -q -f "$work/Dockerfile" -t "$name-java" "$work/java" >/dev/null
}

# As the supervisor does: root runs PostgreSQL in a user namespace of its own.
# It becomes the program, so that a signal to the background job reaches that.
unprivileged() { if [ "$(id -u)" -eq 0 ]; then exec unshare -U "$@"; else exec "$@"; fi; }

start_postgres() {
    bin=$(find .cache -maxdepth 2 -path '*/embedded-postgres-binaries-*/bin' | head -n 1)
    [ -n "$bin" ] || fail "PostgreSQL's programs are not in .cache yet: ./clawstead up unpacks them"
    bin=$root/$bin
    chmod 700 "$work"
    (LC_ALL=C unprivileged "$bin/initdb" -D "$work/data" -U clawstead --pwfile="$work/secrets/database-password" --auth=scram-sha-256) >/dev/null
    echo 'host all all 0.0.0.0/0 scram-sha-256' >>"$work/data/pg_hba.conf"
    echo 'create database clawstead' | LC_ALL=C unprivileged "$bin/postgres" --single -D "$work/data" postgres >/dev/null
    LC_ALL=C unprivileged "$bin/postgres" -D "$work/data" -c "listen_addresses=$address" -c "port=$postgres_port" -c unix_socket_directories= >"$work/postgres.log" 2>&1 &
    postgres=$!
}

start_temporal() {
    program=$(command -v temporal || find .cache -maxdepth 2 -path '*/temporal-*/temporal' | head -n 1)
    [ -n "$program" ] || fail "the Temporal CLI is not in .cache yet: ./clawstead up gets it"
    "$program" server start-dev --ip "$address" --port "$temporal_port" --headless --log-level error \
        --search-attribute AccountId=Keyword --search-attribute InstanceId=Keyword --search-attribute NodeId=Keyword \
        --search-attribute Region=Keyword --search-attribute State=Keyword >"$work/temporal.log" 2>&1 &
    temporal=$!
}

await_healthy() {
    for part in api worker gateway; do
        container=$(compose ps -q "$part")
        deadline=$(($(date +%s) + 150))
        until [ "$(docker inspect --format '{{.State.Health.Status}}' "$container")" = healthy ]; do
            if [ "$(date +%s)" -gt "$deadline" ]; then
                docker logs --tail 40 "$container"
                docker inspect --format '{{range .State.Health.Log}}{{.ExitCode}} {{.Output}}{{end}}' "$container"
                fail "$part is not healthy after 150 s"
            fi
            sleep 1
        done
        say "$part is healthy"
    done
}

images/platform/secrets "$work/secrets" >/dev/null
postgres_port=$(port)
temporal_port=$(port)
export CLAWSTEAD_SECRETS=$work/secrets CLAWSTEAD_VERSION=check CLAWSTEAD_JAVA_IMAGE=$name-java
CLAWSTEAD_API_PORT=$(port)
CLAWSTEAD_GATEWAY_PORT=$(port)
CLAWSTEAD_CELL_ADDRESS=127.0.0.1:$(port)
CLAWSTEAD_ENROLMENT_ADDRESS=127.0.0.1:$(port)
export CLAWSTEAD_API_PORT CLAWSTEAD_GATEWAY_PORT CLAWSTEAD_CELL_ADDRESS CLAWSTEAD_ENROLMENT_ADDRESS
# Nobody is asked: the fleet of the sample has no node and no pool.
export CLAWSTEAD_HETZNER_URL=http://127.0.0.1:9 CLAWSTEAD_CLOUDFLARE_URL=http://127.0.0.1:9
export CLAWSTEAD_DATABASE_URL=jdbc:postgresql://$address:$postgres_port/clawstead CLAWSTEAD_TEMPORAL_TARGET=$address:$temporal_port
export HETZNER_TOKEN='' CLOUDFLARE_TOKEN=''

compose config -q
say "the file is valid"
make_base
compose build api worker gateway >"$work/build.log" 2>&1 || { tail -n 20 "$work/build.log" >&2 && fail "the images do not build"; }
say "the images are built"
start_postgres
start_temporal
compose up -d --no-deps api worker gateway >/dev/null 2>&1 || fail "compose up"
await_healthy
code=$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$CLAWSTEAD_API_PORT/healthz")
[ "$code" = 200 ] || fail "the api answers $code on its published port"
