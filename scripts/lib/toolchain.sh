# shellcheck shell=bash
# Sourced. Gives Swift to the other scripts; docs/building.md explains what it does and why.
#   ensure_toolchain       makes sure that Swift 6 and the packages it builds with are there; installs what is missing
#   in_toolchain CMD...    runs CMD where Swift and the libraries of what it built are found
#   ajar_swift SUB ARG...  `swift SUB` with this project's package settings (sources from mirrors where GitHub is out of reach)
# AJAR_TOOLCHAIN  directory of the fallback toolchain       (default: $AJAR_CACHE/toolchain)
# AJAR_PACKAGES   directory of the mirrored Swift packages  (default: packages/ beside the toolchain)
AJAR_TOOLCHAIN=${AJAR_TOOLCHAIN:-$AJAR_CACHE/toolchain}
AJAR_PACKAGES=${AJAR_PACKAGES:-$(dirname "$AJAR_TOOLCHAIN")/packages}

# Debian release that packages Swift 6, and the one whose Swift source package carries SwiftNIO 2.65 or later.
TOOLCHAIN_SUITE=trixie
PACKAGES_SUITE=sid
MIRRORED_PACKAGES=(swift-nio swift-atomics swift-collections swift-system swift-argument-parser)

# path_swift_is_enough: true when `swift` on PATH is 6.0 or newer.
path_swift_is_enough() {
    local major
    command -v swift >/dev/null || return 1
    major=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\..*/\1/p' | head -n 1)
    [ -n "$major" ] && [ "$major" -ge 6 ]
}

ensure_toolchain() {
    if path_swift_is_enough; then
        AJAR_SWIFT=path
        if ! pkg-config --exists libpq libssl 2>/dev/null; then apt_install pkg-config libpq-dev libssl-dev; fi
        command -v git >/dev/null || apt_install git
    else
        AJAR_SWIFT=chroot
        # usr/bin/swift is a link that dangles outside the chroot: ask for the link, not for what it points to.
        [ -f "$AJAR_TOOLCHAIN/.ajar-ready" ] || [ -L "$AJAR_TOOLCHAIN/usr/bin/swift" ] || make_toolchain
        in_toolchain true || die "cannot use $AJAR_TOOLCHAIN: a private mount namespace was refused; run as root"
    fi
    ensure_packages
}

# make_toolchain: Debian's Swift in a directory of its own. Nothing outside AJAR_TOOLCHAIN is changed.
make_toolchain() {
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null \
        || die "Swift 6 is not on PATH, and setting it up needs root (or sudo). Install Swift 6 from swift.org, or run this as root."
    [ ! -e "$AJAR_TOOLCHAIN" ] || die "$AJAR_TOOLCHAIN exists but holds no Swift; remove it, or set AJAR_TOOLCHAIN"
    apt_install debootstrap
    local mirror building=$AJAR_TOOLCHAIN.building
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || { as_root apt-get -qq update; mirror=$(debian_mirror); }
    say "Swift 6 is not on PATH: setting up Debian's in $AJAR_TOOLCHAIN (about 3 GB; the system is not changed)"
    as_root rm -rf --one-file-system "$building"
    as_root mkdir -p "$building"
    # An empty mirror makes debootstrap use its own default.
    as_root debootstrap --variant=minbase --include=ca-certificates "$TOOLCHAIN_SUITE" "$building" \
        ${mirror:+"$mirror"} >"${TMPDIR:-/tmp}/ajar-debootstrap.$$.log" 2>&1 \
        || { tail -n 5 "${TMPDIR:-/tmp}/ajar-debootstrap.$$.log" >&2; die "debootstrap failed"; }
    rm -f "${TMPDIR:-/tmp}/ajar-debootstrap.$$.log"
    # What this machine's apt needs to reach its mirror (a proxy, say), the inner apt needs too.
    apt-config dump | grep '^Acquire::' | as_root tee "$building/etc/apt/apt.conf.d/90outer" >/dev/null || true
    as_root chroot "$building" env DEBIAN_FRONTEND=noninteractive LC_ALL=C sh -ec '
        apt-get -qq update
        apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends swiftlang swiftlang-dev \
            libpq-dev libssl-dev pkg-config git ca-certificates libc6-dev g++ openssl >/dev/null
        apt-get clean'
    as_root touch "$building/.ajar-ready"
    as_root mv "$building" "$AJAR_TOOLCHAIN"
}

# in_toolchain CMD...: where Swift is on PATH, just CMD. Otherwise CMD sees the toolchain's /usr in place of the
# machine's, in a mount namespace of its own; every other directory, and the network, stay as they are.
in_toolchain() {
    if [ "${AJAR_SWIFT:-}" = path ]; then "$@"; return; fi
    case $PWD/ in /usr/*) die "move the checkout out of /usr: the fallback toolchain takes its place" ;; esac
    local unshare=(unshare --mount)
    [ "$(id -u)" = 0 ] || unshare=(unshare --map-root-user --mount)
    # shellcheck disable=SC2016 # expanded by the inner shell
    "${unshare[@]}" /bin/bash -c '
        mount --bind "$0/usr" /usr && mount --bind "$0/etc/alternatives" /etc/alternatives && cd "$1" && shift && exec "$@"
    ' "$AJAR_TOOLCHAIN" "$PWD" "$@"
}

# ajar_swift SUBCOMMAND ARG...: a swift command in the checkout, with the package settings chosen by ensure_packages.
ajar_swift() {
    local sub=$1
    shift
    (cd "$AJAR_ROOT" && in_toolchain swift "$sub" ${AJAR_SWIFTPM[@]+"${AJAR_SWIFTPM[@]}"} "$@")
}

# github_answers: true when packages can be had from where Package.swift says they are.
github_answers() {
    [ -z "${AJAR_OFFLINE:-}" ] || return 1
    getent hosts github.com >/dev/null || return 1
    GIT_TERMINAL_PROMPT=0 in_toolchain timeout 10 \
        git ls-remote --quiet --heads https://github.com/apple/swift-argument-parser.git main >/dev/null 2>&1
}

# ensure_packages: sets AJAR_SWIFTPM, the options that tell SwiftPM where its packages come from.
ensure_packages() {
    AJAR_SWIFTPM=()
    # Once mirrored, always mirrored: the choice does not change from run to run with the network.
    if [ ! -f "$AJAR_PACKAGES/.ajar-ready" ] && ! github_answers; then make_packages; fi
    if [ -f "$AJAR_PACKAGES/.ajar-ready" ]; then
        AJAR_SWIFTPM=(--config-path "$AJAR_PACKAGES/configuration" --security-path "$AJAR_PACKAGES/security"
            --cache-path "$AJAR_PACKAGES/cache")
    fi
    forget_other_packages "${AJAR_SWIFTPM[*]-}"
}

# forget_other_packages SETTINGS: what was resolved with other settings names commits that are not to be had with these.
forget_other_packages() {
    local stamp=$AJAR_ROOT/.build/ajar-packages
    [ "$(cat "$stamp" 2>/dev/null || echo none)" != "$1" ] || return 0
    rm -rf "$AJAR_ROOT/Package.resolved" "$AJAR_ROOT/.build/workspace-state.json" "$AJAR_ROOT/.build/checkouts" \
        "$AJAR_ROOT/.build/repositories"
    mkdir -p "$AJAR_ROOT/.build"
    echo "$1" >"$stamp"
}

# make_packages: the Swift packages out of Debian's source package of Swift, as local repositories with their versions
# as tags. apt checks the archive's signature and the file's hash.
make_packages() {
    say "GitHub is out of reach: taking the Swift packages from Debian's source package of Swift (about 240 MB to fetch)"
    command -v git >/dev/null || apt_install git
    command -v python3 >/dev/null || apt_install python3
    command -v xz >/dev/null || apt_install xz-utils
    local mirror work apt archive top name
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || { as_root apt-get -qq update; mirror=$(debian_mirror); }
    [ -n "$mirror" ] || die "apt on this machine names no Debian archive to take the Swift packages from"
    mkdir -p "$AJAR_PACKAGES"
    work=$(mktemp -d "$AJAR_PACKAGES/work.XXXXXX")
    chmod 755 "$work"
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
    # A package list of its own: the machine's sources are neither read nor changed.
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $PACKAGES_SUITE main" >"$work/sources.list"
    apt=(apt-get -qq -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=-
        -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=)
    (cd "$work" && "${apt[@]}" update && "${apt[@]}" source --download-only --only-source swiftlang >/dev/null 2>&1) \
        || { rm -rf "$work"; die "could not fetch Debian's source package swiftlang"; }
    archive=$(find "$work" -maxdepth 1 -name 'swiftlang_*.orig.tar.*' | head -n 1)
    # The archive is 240 MB and its first entry names the top folder; tar is cut short on purpose.
    top=$( (tar -tf "$archive" 2>/dev/null || true) | head -n 1 | cut -d/ -f1)
    tar --no-same-owner -xf "$archive" -C "$work" "${MIRRORED_PACKAGES[@]/#/$top/}" \
        "$top/swift/utils/update_checkout/update-checkout-config.json"
    local mirrors='' version
    for name in "${MIRRORED_PACKAGES[@]}"; do
        version=$(package_version "$work/$top/swift/utils/update_checkout/update-checkout-config.json" "${top#swiftlang-}" "$name")
        rm -rf "${AJAR_PACKAGES:?}/$name"
        mv "$work/$top/$name" "$AJAR_PACKAGES/$name"
        # The documentation plug-in is not in Debian's sources, and no build here needs it.
        sed -i '/swift-docc-plugin/d' "$AJAR_PACKAGES/$name"/Package*.swift
        tagged_repository "$AJAR_PACKAGES/$name" "$version"
        mirrors+=${mirrors:+,}$(printf '{"original":"https://github.com/apple/%s.git","mirror":"file://%s"}' \
            "$name" "$AJAR_PACKAGES/$name")
        say "$name $version"
    done
    mkdir -p "$AJAR_PACKAGES/configuration" "$AJAR_PACKAGES/security" "$AJAR_PACKAGES/cache"
    printf '{"version":1,"object":[%s]}\n' "$mirrors" >"$AJAR_PACKAGES/configuration/mirrors.json"
    rm -rf "$work"
    touch "$AJAR_PACKAGES/.ajar-ready"
}

# package_version CONFIG SWIFT NAME: the version of package NAME that Swift version SWIFT was released with.
package_version() {
    python3 - "$@" <<'PY'
import json, sys
config, swift, name = sys.argv[1:]
schemes = json.load(open(config))["branch-schemes"]
scheme = "release/" + ".".join(swift.split(".")[:2])
print(schemes.get(scheme, schemes["main"])["repos"][name])
PY
}

# tagged_repository DIR VERSION: makes DIR a git repository with one commit, tagged VERSION. The commit's identity is
# fixed, so that the same sources always give the same commit.
tagged_repository() {
    (
        cd "$1" || exit 1
        export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
        export GIT_AUTHOR_NAME=mirror GIT_AUTHOR_EMAIL=mirror@localhost GIT_AUTHOR_DATE='2000-01-01T00:00:00Z'
        export GIT_COMMITTER_NAME=mirror GIT_COMMITTER_EMAIL=mirror@localhost GIT_COMMITTER_DATE='2000-01-01T00:00:00Z'
        rm -rf .git .gitattributes
        git init -q -b main .
        git add -A -f .
        git commit -q -m "Sources as Debian ships them"
        git tag "$2"
    )
}
