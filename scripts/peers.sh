#!/bin/sh
# The programs that the tests talk to for real: SuperCollider, Pure Data, JACK, liblo's tools, node,
# Chromium.
#
# They are installed where apt may be used. Elsewhere the tests that need them are skipped, unless
# PERF_REQUIRE_CLIENTS=1 says that they must be here.
set -eu
cd "$(dirname "$0")/.."
. scripts/packages.sh

missing_programs() {
    for program in sclang scsynth pd jackd oscsend node chromium; do
        command -v "$program" >/dev/null 2>&1 || printf ' %s' "$program"
    done
}

missing=$(missing_programs)
[ -n "$missing" ] || exit 0
packages="supercollider-language supercollider-server puredata-core jackd2 liblo-tools nodejs chromium"
if may_install_packages; then
    # shellcheck disable=SC2086  # several names
    install_packages $packages || true
    missing=$(missing_programs)
    [ -n "$missing" ] || exit 0
fi
if [ "${PERF_REQUIRE_CLIENTS:-}" = 1 ]; then
    echo "Not here, and PERF_REQUIRE_CLIENTS=1 wants them:$missing" >&2
    exit 1
fi
echo "Not here:$missing. The tests that talk to them will be skipped;" \
    "on Debian or Ubuntu:  sudo apt install $packages" >&2
