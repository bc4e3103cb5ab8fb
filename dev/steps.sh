# shellcheck shell=bash
# shellcheck disable=SC2034 # The scripts that source this file read STEP_OUTPUT and STARTED.
# Starts long commands as steps: shows the duration of each, and stops their processes when the script ends. Sourced by the scripts.
#
# A script that sources this file gets the traps below, which stop its child processes before it exits, also after a signal.

# Process groups that were started and have not been reaped.
CHILDREN=()
# Standard output of the last step.
STEP_OUTPUT=
STEPS_TMP=$(mktemp -d "${TMPDIR:-/tmp}/audiostream.XXXXXX")

trap 'stop_children; rm -rf "$STEPS_TMP"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 141' PIPE

# start COMMAND...: runs the command in the background, in its own process group, so that it can be stopped with all its children.
# STARTED is its process id. Redirections of the call apply to the command.
start() {
  set -m
  "$@" &
  STARTED=$!
  set +m
  CHILDREN+=("$STARTED")
}

# running PID: succeeds if the child process still runs.
running() { kill -0 "$1" 2>/dev/null; }

# reap PID: waits for a child process, removes it from CHILDREN, and returns its exit status.
reap() {
  local pid status=0 left=()
  wait "$1" || status=$?
  for pid in "${CHILDREN[@]}"; do [ "$pid" = "$1" ] || left+=("$pid"); done
  CHILDREN=(${left[@]+"${left[@]}"})
  return "$status"
}

# stop_children: ends every child process with SIGTERM, and after 15 s with SIGKILL. The newest first, because it may use older ones.
stop_children() {
  local i pid deadline
  trap '' INT TERM HUP PIPE
  for ((i = ${#CHILDREN[@]} - 1; i >= 0; i--)); do
    pid=${CHILDREN[i]} deadline=$((SECONDS + 15))
    kill -TERM -- "-$pid" 2>/dev/null || continue
    while running "$pid" && [ $SECONDS -lt $deadline ]; do sleep 0.1; done
    kill -KILL -- "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  CHILDREN=()
}

# pause: waits 0.2 s, or until a signal arrives.
pause() {
  sleep 0.2 &
  wait $! || true
}

# step TEXT COMMAND...: runs the command, shows its duration, and prints its output if it fails. Returns its exit status.
step() {
  local text=$1
  shift
  begin step "$@"
  end step "$text"
}

# begin NAME COMMAND...: starts a step in the background; `end` waits for it.
begin() {
  local name=$1
  shift
  start "$@" </dev/null >"$STEPS_TMP/$name.out" 2>"$STEPS_TMP/$name.log"
  echo "$STARTED $SECONDS" >"$STEPS_TMP/$name.begun"
}

# end NAME TEXT: waits for a step that `begin` started, and reports it as `step` does.
end() {
  local text=$2 log=$STEPS_TMP/$1.log out=$STEPS_TMP/$1.out pid begin shown status=0
  read -r pid begin <"$STEPS_TMP/$1.begun"
  shown=$((SECONDS - begin))
  [ -t 2 ] || say "$text"
  while running "$pid"; do
    show_progress "$text" $((SECONDS - begin)) "$log"
    pause
  done
  reap "$pid" || status=$?
  STEP_SECONDS=$((SECONDS - begin)) STEP_OUTPUT=$(cat "$out")
  [ -t 2 ] && printf '\r\033[K' >&2
  if [ "$status" != 0 ]; then
    tail -n 60 "$log" "$out" | grep -v '^$' >&2 || true
    say "$text: failed after $STEP_SECONDS s"
  elif [ -t 2 ] || [ "$STEP_SECONDS" -gt 1 ]; then
    say "$text: $STEP_SECONDS s"
  fi
  return "$status"
}

# show_progress TEXT SECONDS LOG: prints the progress of a step. On a terminal, one line with the last line of its log; elsewhere, a line
# every 20 s, counted in the variable `shown` of the caller.
show_progress() {
  local line
  if [ -t 2 ]; then
    line="==> $1: $2 s  $(tail -c 400 "$3" | tr '\r' '\n' | sed 's/^==> //' | { grep -v '^ *$' || true; } | tail -n 1)"
    printf '\r\033[K%s' "${line:0:$(($(terminal_width) - 1))}" >&2
  elif [ "$2" -ge $((shown + 20)) ]; then
    shown=$2
    say "$1: $2 s"
  fi
}

# terminal_width: prints the number of columns, 80 if it is unknown.
terminal_width() {
  local size
  size=$(stty size <&2 2>/dev/null || echo "24 80")
  size=${size#* }
  [ "${size:-0}" -gt 0 ] && echo "$size" || echo 80
}
