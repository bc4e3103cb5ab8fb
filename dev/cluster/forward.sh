#!/usr/bin/env bash
# forward.sh WORK_DIR HOST_PORT ADDRESS PORT: makes an address of the cluster's network, a service's for example, reachable on
# 127.0.0.1:HOST_PORT, until it is ended. Each connection is a new one inside, so that a service spreads them over its pods.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# = 4 ] || { sed -n '2,3s/^# \{0,1\}//p' "$0"; exit 2; }
work=$(cd "$1" && pwd)
socket=$work/forward-$2.sock
rm -f "$socket"
"$here/enter.sh" "$work" socat "UNIX-LISTEN:$socket,fork,mode=600" "TCP:$3:$4" &
inside=$!
trap 'kill "$inside" 2>/dev/null || true; [ -z "${outside:-}" ] || kill "$outside" 2>/dev/null || true; rm -f "$socket"' EXIT
trap 'exit 143' TERM INT
for ((i = 0; i < 100; i++)); do [ ! -S "$socket" ] || break; sleep 0.05; done
socat "TCP-LISTEN:$2,bind=127.0.0.1,fork,reuseaddr" "UNIX-CONNECT:$socket" &
outside=$!
wait -n "$inside" "$outside"
