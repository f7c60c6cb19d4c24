# shellcheck shell=bash
# Sourced by scripts/eval: classifies the tables that registry packages carry (scripts/lib/wild_data.py has their list) and
# compares with testdata/wild/labels.tsv. Packages and tables are kept in AJAR_CACHE/wild; AJAR_WILD_VERBOSE=1 prints every flag.

# wild_eval BINARY WORK: prints what is flagged; false when too much of it is wrong.
wild_eval() {
    local binary=$1 work=$2 home=$AJAR_CACHE/wild data=$AJAR_ROOT/scripts/lib/wild_data.py python
    python=$home/venv/bin/python
    mkdir -p "$home"
    if [ ! -x "$python" ]; then
        say "setting up Python for the packages' tables in $home"
        package_installed python3-venv || [ ! -e /usr/bin/dpkg-query ] || python3 -c 'import ensurepip' 2>/dev/null \
            || apt_install python3-venv
        rm -rf "$home/venv"
        python3 -m venv "$home/venv"
        "$python" -m pip install -q --disable-pip-version-check pandas==2.2.3 numpy==2.0.2
    fi
    # The tables are made anew when their script has changed.
    local stamp
    stamp=$(sha256sum <"$data" | cut -c 1-16)
    if [ "$(cat "$home/tables.stamp" 2>/dev/null)" != "$stamp" ]; then
        say "downloading the packages that carry tables, and writing these"
        rm -f "$home/tables.stamp"
        "$python" "$data" fetch "$home/packages"
        "$python" "$data" export "$home/packages" "$home/tables"
        echo "$stamp" >"$home/tables.stamp"
    fi
    say "classifying $(wc -l <"$home/tables/manifest.tsv") tables"
    # An exit code of 1 says that something was found.
    find "$home/tables" -name '*.csv' -o -name '*.ndjson' | LC_ALL=C sort >"$work/files"
    split -l 400 "$work/files" "$work/files."
    local part status
    for part in "$work"/files.*; do
        status=0
        # shellcheck disable=SC2046 # the tables' names have no spaces
        in_toolchain "$binary" classify --format jsonl $(cat "$part") >>"$work/classified.ndjson" || status=$?
        [ $status -le 1 ] || die "ajar classify ended with exit code $status"
    done
    python3 "$data" score "$home/tables" "$AJAR_ROOT/testdata/wild/labels.tsv" "$work/classified.ndjson" \
        ${AJAR_WILD_VERBOSE:+-v}
}
