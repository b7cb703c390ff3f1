#!/bin/sh
# Runs all tests. Some compute; the others wait for programs that they start, and keep time with them.
# Those that compute run at the lowest priority meanwhile: they take what time the others leave.
#
#   sh scripts/all_tests.sh PYTHON COMPUTING...     PYTHON with pytest; COMPUTING: files and folders
set -u
cd "$(dirname "$0")/.."
python=$1
shift
unset PYTHONDONTWRITEBYTECODE  # thousands of programs start: none compiles the project again

lowest="nice -n 19"
if chrt --idle 0 true 2>/dev/null; then
    lowest="chrt --idle 0 nice -n 19"
fi

log=$(mktemp)
$lowest "$python" -m pytest -n auto --dist worksteal "$@" >"$log" 2>&1 </dev/null &
computing=$!
trap 'kill "$computing" 2>/dev/null; rm -f "$log"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for path in "$@"; do
    set -- "$@" "--ignore=$path"
    shift
done
failed=0
"$python" -m pytest -n 2 --dist loadfile "$@" || failed=$?
wait "$computing" || failed=$?
cat "$log"
exit "$failed"
