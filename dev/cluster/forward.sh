#!/usr/bin/env bash
# Makes an address of the cluster's network, such as a service's, reachable on 127.0.0.1 until this script is stopped.
#
#   forward.sh WORK HOST_PORT ADDRESS PORT
#
# Opens a new connection inside the cluster for each one from outside, so that a service spreads them over its pods.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib.sh"
if [ $# != 4 ]; then
  usage >&2
  exit 2
fi
work=$(cd "$1" && pwd)
socket=$work/forward-$2.sock
inside='' outside=''

# clean_up: stops both forwarders and removes the socket between them.
clean_up() {
  local pid
  for pid in $inside $outside; do kill "$pid" 2>/dev/null || true; done
  rm -f "$socket"
}
trap clean_up EXIT
trap 'exit 143' TERM INT

rm -f "$socket"
"$here/enter.sh" "$work" socat "UNIX-LISTEN:$socket,fork,mode=600" "TCP:$3:$4" &
inside=$!
for ((i = 0; i < 1200; i++)); do
  if [ -S "$socket" ] || ! alive "$inside"; then break; fi
  sleep 0.05
done
socat "TCP-LISTEN:$2,bind=127.0.0.1,fork,reuseaddr" "UNIX-CONNECT:$socket" &
outside=$!
wait -n "$inside" "$outside"
