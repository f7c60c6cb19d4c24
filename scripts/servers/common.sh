# shellcheck shell=bash
# Sourced by the start scripts beside it. Test servers only: loopback, throw-away data.
set -euo pipefail
AJAR_SERVERS=${AJAR_SERVERS:?run scripts/demo or scripts/test, which set it}
AJAR_RUN=${AJAR_RUN:-${TMPDIR:-/tmp}}
SERVER_UID=${SERVER_UID:-65534}
# shellcheck disable=SC2034 # for the scripts that source this
PASSWORD=${AJAR_TEST_PASSWORD:-s3cret-test}
# shellcheck disable=SC2034
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
die() { echo "error: $*" >&2; exit 1; }

# unprivileged CMD...: drops root (PostgreSQL refuses to run as root, the others should not).
unprivileged() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid="$SERVER_UID" --regid="$SERVER_UID" --clear-groups -- "$@"
    else
        "$@"
    fi
}
own() { if [ "$(id -u)" = 0 ]; then chown -R "$SERVER_UID:$SERVER_UID" "$@"; fi; }

# answers PORT: true when something listens on the loopback port.
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# listens PID PORT: whether it is that process that listens on the port, and not one that is about to end.
listens() {
    local inode
    while read -r inode; do
        [ -z "$(find "/proc/$1/fd" -lname "socket:\\[$inode\\]" 2>/dev/null)" ] || return 0
    done < <(awk -v end=":$(printf '%04X' "$2")" '$4 == "0A" && substr($2, length($2) - 4) == end { print $10 }' \
        /proc/net/tcp /proc/net/tcp6 2>/dev/null)
    return 1
}

# new_server KIND [PORT]: sets `dir` and `port`; a start that fails half way leaves no process and no directory behind.
new_server() {
    dir=$(mktemp -d "$AJAR_RUN/server-$1.XXXXXX")
    mkdir "$dir/data"
    own "$dir"
    is_ready=0
    trap '[ "$is_ready" = 1 ] || { stop_dir "$dir"; rm -rf "$dir"; }' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    port=${2:-0}
    if [ "$port" = 0 ]; then port=$(free_port); elif answers "$port"; then die "port $port is in use"; fi
}

# free_port: a port below the ephemeral range that nothing answers on. The directory made in its name reserves it
# among servers that start at the same time.
free_port() {
    local p
    while :; do
        p=$((20000 + (RANDOM * 7 + RANDOM) % 12000))
        answers "$p" && continue
        mkdir "$AJAR_RUN/port-$p" 2>/dev/null && { echo "$p"; return; }
    done
}

# spawn CMD...: in the background, in its own session (so Ctrl-C reaches the script first), pid in dir/pid.
spawn() {
    if [ "$(id -u)" = 0 ]; then
        setsid setpriv --reuid="$SERVER_UID" --regid="$SERVER_UID" --clear-groups -- "$@" \
            >>"$dir/log" 2>&1 </dev/null &
    else
        setsid "$@" >>"$dir/log" 2>&1 </dev/null &
    fi
    echo $! >"$dir/pid"
}

# wait_answers PORT: until the process that was spawned answers on the port; fails when it ends or 60 s pass.
wait_answers() {
    local n=1200 pid
    pid=$(cat "$dir/pid")
    while [ $n -gt 0 ]; do
        if answers "$1" && listens "$pid" "$1"; then return 0; fi
        runs "$pid" || break
        sleep 0.05
        n=$((n - 1))
    done
    failed "nothing answers on port $1"
}

failed() {
    echo "$(basename "$0"): $*; last lines of its log:" >&2
    tail -n 5 "$dir/log" 2>/dev/null | cut -c1-400 >&2 || true
    exit 1
}

# ready WORD...: prints what a caller needs, on one line, and keeps it in dir.
ready() { is_ready=1; echo "PORT=$port DIR=$dir $*" | tee "$dir/ready"; }

# value_of DIR KEY: one of the KEY=VALUE words that starting the server of DIR printed.
value_of() { tr ' ' '\n' <"$1/ready" | sed -n "s/^$2=//p"; }

# runs PID: false also for a process that has ended and that nobody has waited for yet.
runs() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    stat=${stat##*) }
    [ "${stat%% *}" != Z ]
}

# stop_dir DIR: ends the processes recorded there: TERM, or for DIR/pid the signal that DIR/signal names; after 10 s KILL.
stop_dir() {
    local file pid n signal
    for file in "$1"/pid "$1"/pid.*; do
        [ -f "$file" ] || continue
        pid=$(head -n 1 "$file")
        [ -n "$pid" ] || continue
        signal=TERM
        if [ "$file" = "$1/pid" ] && [ -f "$1/signal" ]; then signal=$(cat "$1/signal"); fi
        kill -s "$signal" "$pid" 2>/dev/null || continue
        for ((n = 0; n < 200; n++)); do
            runs "$pid" || break
            sleep 0.05
        done
        kill -KILL "$pid" 2>/dev/null || true
        while runs "$pid"; do sleep 0.05; done
        rm -f "$file"
    done
}

# make_certificate: a throw-away authority and a certificate for the loopback address, in dir.
make_certificate() {
    (
        cd "$dir"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.crt \
            -days 2 -subj '/O=Ajar test/CN=Ajar test CA' 2>/dev/null
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key -out server.csr \
            -subj '/O=Ajar test/CN=server.example' 2>/dev/null
        printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' >extensions
        openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile extensions \
            -out server.crt 2>/dev/null
        cat server.crt server.key >server.pem
        chmod 600 ca.key server.key server.pem
    )
    own "$dir"
}
