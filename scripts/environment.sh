#!/bin/sh
# Makes a virtual environment of the project ready; says and does nothing where it already is.
#
#   sh scripts/environment.sh DIRECTORY [EXTRAS]     for example  .venv-dev train,test
#
# PYTHON=/path/to/python chooses the interpreter, PERF_NO_APT=1 keeps it from the system's packages.
set -eu
cd "$(dirname "$0")/.."
. scripts/packages.sh

directory=$1
extras=${2:-}
python=$directory/bin/python

wanted=$({ pwd -P; echo "$extras"; cat pyproject.toml scripts/environment.sh; } | cksum)
if [ "$(cat "$directory/.ready" 2>/dev/null)" = "$wanted" ] &&
    "$python" -c 'import click' 2>/dev/null
then
    exit 0
fi

say() { echo "$*" >&2; }

# On stage, without a network: what was installed before is better than nothing.
play_on() {
    status=$?
    if [ "$status" -ne 0 ] && [ -z "$extras" ] && [ -e "$directory/.ready" ] &&
        "$python" -c 'import click, numpy, safetensors' 2>/dev/null
    then
        say "$directory could not be brought up to date; going on with what was installed before."
        exit 0
    fi
    exit "$status"
}
trap play_on EXIT

# How well an interpreter suits: 0 best, more is worse; fails where it does not suit at all.
# Debian's Python cannot make environments by itself.
suits() {
    "$1" -c '
import sys
if sys.implementation.name != "cpython" or not (3, 10) <= sys.version_info[:2] <= (3, 14):
    sys.exit(1)
cost = 0
try:
    import ensurepip, venv
except ImportError:
    cost += 2
print(cost)' 2>/dev/null
}

interpreters() {
    if [ -n "${PYTHON:-}" ]; then
        command -v "$PYTHON" || true
        return
    fi
    for name in python3 python3.12 python3.11 python3.10 python3.13 python3.14; do
        command -v "$name" || true
    done
    for file in "${PYENV_ROOT:-${HOME:-/}/.pyenv}"/versions/3.1[0-4]*/bin/python \
        /opt/homebrew/bin/python3.1[0-4] /usr/local/bin/python3.1[0-4]
    do
        [ ! -x "$file" ] || echo "$file"
    done
}

# Sets `chosen` to the interpreter that suits best, `cost` to how well; empty where none does.
choose() {
    chosen=
    cost=9
    for file in $(interpreters); do
        found=$(suits "$file") || continue
        if [ "$found" -lt "$cost" ]; then
            chosen=$file
            cost=$found
        fi
    done
}

choose_or_install() {
    choose
    if [ -z "$chosen" ] && [ -z "${PYTHON:-}" ] && may_install_packages; then
        install_packages python3 python3-venv || true
        choose
    fi
    if [ -z "$chosen" ]; then
        say "No Python 3.10 to 3.14 was found: install one" \
            "(Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python@3.12)."
        exit 1
    fi
    [ "$cost" -ge 2 ] || return 0
    package=$("$chosen" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if may_install_packages; then
        install_packages "$package" || true
        choose
    fi
    if [ "$cost" -ge 2 ]; then
        say "$chosen cannot make virtual environments yet: type  sudo apt install $package"
        exit 1
    fi
}

if ! "$python" -c 'import sys, pip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 14))' \
    2>/dev/null
then
    choose_or_install
    say "Making $directory with $("$chosen" --version) ($chosen)."
    "$chosen" -m venv --clear "$directory"
fi

log=$directory/pip.log

# Names each package as it comes, because a first start takes minutes; keeps all that pip says in
# the log. Its status is pip's.
show_packages() {
    while IFS= read -r line; do
        case $line in
        "pip ended "*) return "${line##* }" ;;
        *.metadata*) ;;
        "Installing collected packages"*) say "  now it is installed" ;;
        *"Downloading "*.whl*"("*")"* | *"Using cached "*.whl*"("*")"*)
            size=${line##*\(}
            file=${line% \(*}
            file=${file##* }
            file=${file##*/}
            version=${file#*-}
            say "  ${file%%-*} ${version%%-*}, ${size%\)*}"
            ;;
        esac
        echo "$line" >>"$log"
    done
    return 1
}

# pip has not reached the place where packages are.
no_network() {
    grep -qE 'NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|Network is unreach' "$log"
}

pip_install() {
    : >"$log"
    {
        status=0
        "$python" -m pip --disable-pip-version-check --no-input install "$@" || status=$?
        echo "pip ended $status"
    } 2>&1 | show_packages && return 0
    if no_network; then
        [ -e "$directory/.ready" ] || say "There is no network: the first start needs it once, to" \
            "fetch numpy and other packages into $directory. Connect, and start again."
        exit 1
    fi
    return 1
}

# Without a package there is nothing to play with: the reason, as pip gives it, and the end.
pip_must_install() {
    pip_install "$@" || {
        grep 'ERROR' "$log" >&2 || true
        exit 1
    }
}

# The path of the clone itself on Python's path: without it, a script beside a clone that is called
# perf_engine would import the clone's folder, in which there is nothing to import.
in_place="--config-settings editable_mode=compat -e"

is_the_systems_python() {
    which='import sys; print(sys.base_prefix, sys.version_info[:2])'
    [ "$("$python" -c "$which")" = "$(/usr/bin/python3 -c "$which" 2>/dev/null)" ]
}

# Which package MIDI goes through: python-rtmidi has wheels up to Python 3.12, rtmidi2 from then on.
midi=$("$python" -c '
import sys
print("rtmidi2" if sys.version_info >= (3, 13) else "python-rtmidi")')

# Without a wheel of python-rtmidi: the copy in the system's packages, for the system's own Python.
rtmidi_from_the_system() {
    [ "$midi" = python-rtmidi ] && is_the_systems_python || return 1
    if [ ! -d /usr/lib/python3/dist-packages/rtmidi ]; then
        may_install_packages || return 1
        install_packages python3-rtmidi || return 1
    fi
    site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
    cp -R /usr/lib/python3/dist-packages/rtmidi \
        /usr/lib/python3/dist-packages/python_rtmidi-*-info "$site"/
}

requirement() { sed -n "s/^ *\"\($midi[^;\"]*\).*$/\1/p" pyproject.toml; }

everything_but_rtmidi() {
    "$python" -c '
import sys
try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib
with open("pyproject.toml", "rb") as file:
    project = tomllib.load(file)["project"]
for extra in filter(None, sys.argv[1].split(",")):
    project["dependencies"] += project["optional-dependencies"][extra]
print("\n".join(r for r in project["dependencies"] if not r.startswith(("python-rtmidi", "rtmidi2"))))
' "$extras" >"$directory/requirements.txt"
    pip_must_install -r "$directory/requirements.txt"
    # shellcheck disable=SC2086  # several words
    pip_must_install --no-deps $in_place .
}

# Without a wheel, and none of the system's: from its source, where there is a compiler.
rtmidi_from_source() {
    pip_install "$(requirement)" && return 0
    why=$(grep 'ERROR' "$log" | sed -n '1s/^.*ERROR: *//p')
    return 1
}

say_midi_is_off() {
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "MIDI is off, playing over OSC works: $midi does not come ready-made for this computer," \
        "this is Python $version, and it could not be built (${why:-no reason given})."
    if ! command -v apt-get >/dev/null 2>&1; then
        remedy="install Python 3.12 (macOS: brew install python@3.12)"
    elif is_the_systems_python; then
        remedy="sudo apt install python3-rtmidi"
    else
        remedy="sudo apt install g++ pkg-config libasound2-dev"
    fi
    say "To have MIDI:  $remedy  then:  rm -r $directory  and make it again."
}

say "Installing what perf_engine needs into $directory; the first time takes a minute or more."
if pip_install --only-binary="$midi" "$(requirement)" ||
    rtmidi_from_the_system || rtmidi_from_source
then
    # shellcheck disable=SC2086  # several words
    pip_must_install $in_place ".${extras:+[$extras]}"
else
    everything_but_rtmidi
    say_midi_is_off
fi

module=${midi#python-}

# Sets `why` to the reason where it does not.
rtmidi_loads() {
    ! why=$("$python" -c "import $module" 2>&1) || return 0
    why=$(echo "$why" | tail -n 1)
    return 1
}
rtmidi_is_here() { "$python" -m pip show -q "$midi" 2>/dev/null; }

if [ "$(uname -s)" = Linux ] && rtmidi_is_here && ! rtmidi_loads; then
    alsa=libasound2
    ! package_exists libasound2t64 || alsa=libasound2t64
    if may_install_packages; then
        list_packages
        ! package_exists libasound2t64 || alsa=libasound2t64
        install_packages "$alsa" libstdc++6 || true
    fi
    rtmidi_loads || say "MIDI is off, playing over OSC works: $midi does not load" \
        "($why). To have MIDI:  sudo apt install $alsa"
fi

# The built-in sound needs FluidSynth, and on Linux PortAudio, which are no Python.
silent() {
    "$python" -c '
from ctypes.util import find_library
missing = {"libportaudio2": "portaudio", "libfluidsynth3": "fluidsynth"}
print(*(package for package, name in missing.items() if not find_library(name)))' || true
}
if [ "$(uname -s)" = Linux ]; then
    missing=$(silent)
    if [ -n "$missing" ] && may_install_packages; then
        # shellcheck disable=SC2086  # several names
        install_packages $missing || true
        missing=$(silent)
    fi
    [ -z "$missing" ] || say "The built-in sound is off until you type:  sudo apt install $missing"
else
    "$python" -c '
import sys
from perf_engine.synthesis.synth import NoSynth, library
try:
    library()
except NoSynth as error:
    print(f"The built-in sound is off. {error}", file=sys.stderr)' >/dev/null || true
fi

echo "$wanted" >"$directory/.ready"
