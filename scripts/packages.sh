# To be sourced: the system's packages through apt, where that may be done without asking anybody.

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Whether apt is here and may be used: as root, or by a sudo that asks for no password.
may_install_packages() {
    [ -z "${PERF_NO_APT:-}" ] || return 1
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" -eq 0 ] || sudo -n true >/dev/null 2>&1
}

# Whether apt knows a real package of this name.
package_exists() {
    apt-cache show "$1" 2>/dev/null | grep -q '^Package:'
}

# The lists of packages, fetched at most once by each script.
packages_listed=
list_packages() {
    [ -z "$packages_listed" ] || return 0
    as_root apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=5 update >&2 || true
    packages_listed=yes
}

# Installs packages, quietly unless apt fails; its own words go to standard error.
install_packages() {
    list_packages
    echo "Installing from the system's packages: $*" >&2
    said=$(mktemp)
    if as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
        -o Acquire::Retries=5 install -y --no-install-recommends "$@" >"$said" 2>&1 </dev/null
    then
        rm -f "$said"
    else
        cat "$said" >&2
        rm -f "$said"
        return 1
    fi
}
