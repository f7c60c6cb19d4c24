# shellcheck shell=bash
# Sourced. Texts that the checks of identifiers are compared with python-stdnum on.
#   make_identifiers DIR   a file for each kind, 100,000 lines of a text and python-stdnum's verdict; about a minute

# Pinned with its hash (scripts/lib/identifiers.txt): the tests know on how many texts of this version the two differ.
make_identifiers() {
    local pinned=$AJAR_ROOT/scripts/lib/identifiers.txt venv
    venv=$AJAR_CACHE/identifiers-$(sha256sum "$pinned" | cut -c1-16)
    if [ ! -f "$venv/.ready" ]; then
        apt_install python3-venv
        rm -rf "$venv"
        python3 -m venv "$venv" || die "could not make an environment for python-stdnum"
        "$venv/bin/pip" install -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r "$pinned" \
            || die "could not install python-stdnum"
        touch "$venv/.ready"
    fi
    "$venv/bin/python" "$AJAR_ROOT/scripts/lib/identifiers.py" "$1"
}
