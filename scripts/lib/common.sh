# shellcheck shell=bash
# Sourced by every script here: strict mode, where things are, and the few helpers that all need.
set -euo pipefail

# shellcheck disable=SC2034 # for the scripts that source this
AJAR_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Downloads and set-up results are kept here, outside the checkout, so that a second run needs none of it.
if [ -z "${AJAR_CACHE:-}" ]; then
    if [ "$(id -u)" = 0 ]; then AJAR_CACHE=/var/cache/ajar; else AJAR_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/ajar; fi
fi

say() { printf '==> %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# as_root CMD...: runs CMD as root, or says what is needed.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "this step needs root (or sudo): $*"
    fi
}

# package_installed NAME: true when Debian's package NAME is installed.
package_installed() { dpkg-query -W -f '${Status}\n' "$1" 2>/dev/null | grep -q 'ok installed'; }

# apt_install PACKAGE...: installs those that are missing; starts no service of theirs, now or at the next boot.
apt_install() {
    local missing=() name policy=0
    for name in "$@"; do package_installed "$name" || missing+=("$name"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || die "these Debian packages are missing, and there is no apt-get: ${missing[*]}"
    say "installing Debian packages: ${missing[*]}"
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        policy=1
        printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
        as_root chmod 755 /usr/sbin/policy-rc.d
    fi
    case " ${missing[*]} " in
        *" postgresql-15 "*) # no cluster of the machine's own: the scripts make theirs in a temporary directory
            if [ ! -d /etc/postgresql-common ]; then
                as_root mkdir -p /etc/postgresql-common/createcluster.d
                echo 'create_main_cluster = false' \
                    | as_root tee /etc/postgresql-common/createcluster.d/ajar.conf >/dev/null
            fi ;;
    esac
    local status=0
    apt_get_install "${missing[@]}" || { as_root apt-get -qq update && apt_get_install "${missing[@]}"; } || status=$?
    [ $policy = 0 ] || as_root rm -f /usr/sbin/policy-rc.d
    case " ${missing[*]} " in
        *" nginx-light "*) as_root systemctl disable --quiet nginx 2>/dev/null || true ;;
    esac
    case " ${missing[*]} " in
        *" pgbouncer "*) as_root systemctl disable --quiet pgbouncer 2>/dev/null || true ;;
    esac
    [ $status = 0 ] || die "apt-get could not install: ${missing[*]}"
}
apt_get_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" \
        >/dev/null
}

# debian_mirror: the address from which this machine's apt gets Debian itself; empty when apt does not know one.
debian_mirror() {
    # shellcheck disable=SC2016 # apt expands it
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null \
        | head -n 1 || true
}
