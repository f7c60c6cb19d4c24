# shellcheck shell=bash
# Sourced by scripts/bench. Gets the tools that ajar is measured against, in pinned versions, into $AJAR_CACHE/peers, each
# once. After setup_peers, `missing` has a line for each that could not be had, with the reason.
PEERS=$AJAR_ROOT/Benchmarks/peers
PEER_CACHE=$AJAR_CACHE/peers
missing=()

# once NAME WHAT CMD...: runs CMD in a new directory $PEER_CACHE/NAME, unless it is there; says why where it fails.
once() {
    local name=$1 what=$2 log
    shift 2
    [ ! -f "$PEER_CACHE/$name/.ready" ] || return 0
    say "setting up $what"
    rm -rf "${PEER_CACHE:?}/$name"
    mkdir -p "$PEER_CACHE/$name"
    log=$PEER_CACHE/$name.log
    if (cd "$PEER_CACHE/$name" && "$@") >"$log" 2>&1; then
        touch "$PEER_CACHE/$name/.ready"
    else
        missing+=("$what: $(grep -vE '^\s*$' "$log" | tail -n 1)")
        return 1
    fi
}

# debian_library PACKAGE=VERSION: the package's files, not installed: the two libraries have the same name.
debian_library() { apt-get download "$1" && dpkg-deb -x ./*.deb . && rm ./*.deb; }

python_environment() { python3 -m venv . && bin/pip install -q --disable-pip-version-check --no-deps --only-binary :all: -r "$1"; }

compile_scanner() { cc -O2 -Wall -Wextra -o hyperscan "$PEERS/hyperscan.c" -ldl; }

build_datafog() {
    command -v cargo >/dev/null || { echo "it is a Rust crate, and there is no cargo here"; return 1; }
    cp -r "$PEERS/datafog" source && CARGO_TARGET_DIR=$PWD/target cargo build --release --locked --manifest-path source/Cargo.toml
}

# The Go module proxy refuses pdscan, and neither Debian nor PyPI has it.
no_pdscan() { echo "neither Debian, PyPI nor the Go module proxy has it"; return 1; }

# setup_peers: sets up all of them.
setup_peers() {
    mkdir -p "$PEER_CACHE"
    apt_install python3 python3-venv ripgrep gcc libc6-dev
    once scanner-1 "a scanner for Hyperscan and Vectorscan" compile_scanner || true
    once hyperscan-5.4.0 "Hyperscan 5.4.0" debian_library libhyperscan5=5.4.0-2 || true
    once vectorscan-5.4.9 "Vectorscan 5.4.9" debian_library libvectorscan5=5.4.9-1 || true
    once hyperscan-pypi-0.9.1 "Vectorscan 5.4.12 (PyPI hyperscan 0.9.1)" python_environment "$PEERS/hyperscan.txt" || true
    once datafog-core-1.0.0 "datafog-core 1.0.0" build_datafog || true
    once presidio-2.2.366 "Presidio 2.2.366" python_environment "$PEERS/presidio.txt" || true
    once pdscan "pdscan" no_pdscan || true
}

# peer NAME: whether it could be set up.
peer() { [ -f "$PEER_CACHE/$1/.ready" ]; }
