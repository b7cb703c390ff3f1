#!/bin/sh
# Runs an engine for as long as the program that started this lives:  start_engine.sh PORT COMMAND...
#
# sclang leaves its children behind when it crashes or is killed. So somebody watches it here.
# The engine then leaves out what one would type in a terminal, and the refusals that sclang, which
# listens at this port, is told and posts by itself.
export PERF_FROM_SCLANG="$1"
shift
starter=$PPID
"$@" </dev/null &
engine=$!
trap 'kill -TERM "$engine" 2>/dev/null' TERM INT HUP
(
    trap '' TERM INT HUP
    while kill -0 "$starter" && kill -0 "$engine"; do
        sleep 0.5
    done
    kill -0 "$starter" || kill -TERM "$engine"
) </dev/null >/dev/null 2>&1 &
while wait "$engine"; status=$?; kill -0 "$engine" 2>/dev/null; do :; done
exit "$status"
