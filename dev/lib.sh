# Shared by the scripts of this repository: messages, the cache, the JDK, pinned downloads.

# Where everything that is fetched or built once is kept.
CACHE=${AUDIOSTREAM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/audiostream}

say() { printf '%s\n' "==> $*" >&2; }
die() { printf '%s\n' "error: $*" >&2; exit 1; }

# need PROGRAM HINT: stops with the hint when the program is not there.
need() { command -v "$1" >/dev/null || die "$1 is needed: $2"; }

# need_pip: stops with a sentence when Python 3 with pip is not there.
need_pip() {
  need python3 "install Python 3 with pip (Debian: apt-get install python3-pip)"
  python3 -m pip --version >/dev/null 2>&1 || die "pip is needed: install it (Debian: apt-get install python3-pip)"
}

# need_libgomp: the Whisper library needs GNU's OpenMP, which small installations of Debian lack.
need_libgomp() {
  [ "$(uname -s)" = Linux ] && ! has_libgomp || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing libgomp1, which the Whisper library needs"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libgomp1; } >&2 || true
    has_libgomp && return 0
  fi
  die "libgomp is needed: install it (Debian: apt-get install libgomp1)"
}

has_libgomp() { python3 -c 'import ctypes; ctypes.CDLL("libgomp.so.1")' 2>/dev/null; }

# need_cpp_and_cargo: a C++ compiler and Rust's cargo, which fetches headers.
need_cpp_and_cargo() {
  command -v cargo >/dev/null || PATH=$PATH:$HOME/.cargo/bin
  if ! command -v g++ >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing g++, which compiles the CTranslate2 engine"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends g++; } >&2 || true
  fi
  need g++ "install a C++ compiler (Debian: apt-get install g++)"
  need cargo "install Rust's cargo 1.85 or newer (rustup)"
}

# cluster_here: says why no cluster of tests can be started on this machine, or nothing when one can.
cluster_here() {
  if [ "$(uname -s)" != Linux ]; then
    echo "they need Linux"
  elif [ "$(id -u)" != 0 ]; then
    echo "they need root"
  elif [ "$(stat -fc %T /sys/fs/cgroup 2>/dev/null)" = cgroup2fs ]; then
    echo "the node that they start needs cgroup v1 controllers, and this machine has v2 alone; dev/e2e --kubeconfig runs them elsewhere"
  fi
}

# previous_commit: the commit before this one, with changes that are not committed the last; nothing when there is none.
previous_commit() {
  local previous=HEAD~1
  git diff --quiet HEAD 2>/dev/null || previous=HEAD
  git rev-parse --verify --quiet "$previous^{commit}" || true
}

# has_previous_chart: whether there is a chart to upgrade from.
has_previous_chart() {
  local previous; previous=$(previous_commit)
  [ -n "$previous" ] && git cat-file -e "$previous:helm/audiostream-operator/Chart.yaml" 2>/dev/null
}

# check_sha256 FILE HEX: stops when the file is not the expected one.
check_sha256() {
  local have; have=$(sha256 "$1")
  [ "$have" = "$2" ] || die "$1 has sha256 $have, expected $2"
}

# sha256 FILE: prints the checksum; with Python, because macOS has no sha256sum.
sha256() {
  python3 -c 'import hashlib, sys; print(hashlib.file_digest(open(sys.argv[1], "rb"), "sha256").hexdigest())' "$1"
}

# Sets JAVA_HOME to a JDK 25 and puts it first on PATH.
use_jdk_25() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$(java_home_on_path)" "$HOME"/.sdkman/candidates/java/25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    [ -n "$home" ] && [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null || continue
    export JAVA_HOME=$home PATH=$home/bin:$PATH
    return 0
  done
  die "no JDK 25 found: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it"
}

java_home_on_path() {
  local java; java=$(command -v java 2>/dev/null) || return 0
  dirname "$(dirname "$(readlink -f "$java")")"
}

# unpack_zip ARCHIVE DIR [MEMBER...]: unpacks with Python, which is always there.
unpack_zip() {
  python3 - "$@" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    z.extractall(sys.argv[2], sys.argv[3:] or None)
PY
}
