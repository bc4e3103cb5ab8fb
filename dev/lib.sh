# shellcheck shell=bash
# Functions of all scripts: messages, required programs, the cache, the JDK, checksums. Sourced by the scripts.

# The folder that keeps everything that a script downloads or builds once.
# shellcheck disable=SC2034 # The scripts that source this file read it.
CACHE=${AUDIOSTREAM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/audiostream}

# say TEXT...: prints a progress line on standard error.
say() { printf '%s\n' "==> $*" >&2; }

# die TEXT...: prints an error and exits with 1.
die() {
  printf '%s\n' "error: $*" >&2
  exit 1
}

# usage: prints the comment at the top of the running script. Call it before the script changes its folder.
usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; }

# need PROGRAM HINT: exits with the hint if the program is not on PATH.
need() { command -v "$1" >/dev/null || die "$1 is needed: $2"; }

# install_packages PACKAGE...: installs Debian packages if this user may. The caller checks for what it needs afterwards.
install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  say "installing $*"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null || true
}

# download_packages FOLDER PACKAGE...: downloads Debian's packages into the folder, where apt can. It checks them against its keys.
download_packages() {
  local folder=$1
  shift
  (cd "$folder" && { apt-get download -qq "$@" || { apt-get update -qq && apt-get download -qq "$@"; }; }) >/dev/null 2>&1
}

# libraries PACKAGE_FILE: prints the packages with libraries on which a Debian package depends, without versions.
libraries() { dpkg-deb --field "$1" Depends | tr ',' '\n' | sed -n 's/^ *\(lib[a-z0-9.+-]*\).*/\1/p'; }

# need_pip: exits with a hint if Python 3 or pip is missing.
need_pip() {
  need python3 "install Python 3 with pip (Debian: apt-get install python3-pip)"
  python3 -m pip --version >/dev/null 2>&1 || die "pip is needed: install it (Debian: apt-get install python3-pip)"
}

# make_venv FOLDER REQUIREMENTS WHAT [OPTION...]: makes a virtual environment with packages, checked against the checksums of the file. Call
# need_pip before it. The options are pip's. The environment cannot be moved afterwards.
make_venv() {
  python3 -m venv "$1" || die "Python's venv is needed: install it (Debian: apt-get install python3-venv)"
  "$1/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes "${@:4}" --requirement "$2" >&2 ||
    die "$3 could not be installed: is the registry reachable (pip config list)?"
}

# need_npm: installs Node.js and npm if it can, and exits with a hint if one is missing.
need_npm() {
  { command -v node && command -v npm; } >/dev/null || install_packages nodejs npm
  need node "install Node.js 18 or newer with npm (Debian: apt-get install nodejs npm)"
  need npm "install npm (Debian: apt-get install npm)"
}

# need_libgomp: installs GNU's OpenMP library, which the Whisper library loads and small Debian installations lack.
need_libgomp() {
  [ "$(uname -s)" = Linux ] || return 0
  has_libgomp || install_packages libgomp1
  has_libgomp || die "libgomp is needed: install it (Debian: apt-get install libgomp1)"
}

# has_libgomp: succeeds if the dynamic linker finds libgomp.
has_libgomp() { python3 -c 'import ctypes; ctypes.CDLL("libgomp.so.1")' 2>/dev/null; }

# need_cpp_and_cargo: installs a C++ compiler if it can, and exits with a hint if that or Rust's cargo is missing.
need_cpp_and_cargo() {
  command -v cargo >/dev/null || PATH=$PATH:$HOME/.cargo/bin
  command -v g++ >/dev/null || install_packages g++
  need g++ "install a C++ compiler (Debian: apt-get install g++)"
  need cargo "install Rust's cargo 1.85 or newer (rustup)"
}

# need_shellcheck: installs shellcheck if it can, and exits with a hint if it is missing.
need_shellcheck() {
  command -v shellcheck >/dev/null || install_packages shellcheck
  need shellcheck "install shellcheck 0.9 or newer (Debian: apt-get install shellcheck)"
}

# need_zsh: installs zsh if it can, and exits with a hint if it is missing.
need_zsh() {
  command -v zsh >/dev/null || install_packages zsh
  need zsh "install zsh (Debian: apt-get install zsh)"
}

# why_no_cluster: prints the reason why this machine cannot run the test cluster, or nothing if it can.
why_no_cluster() {
  if [ "$(uname -s)" != Linux ]; then
    echo "they need Linux"
  elif [ "$(id -u)" != 0 ]; then
    echo "they need root"
  elif [ "$(stat -fc %T /sys/fs/cgroup 2>/dev/null)" = cgroup2fs ]; then
    echo "the test cluster's node needs cgroup v1 controllers, and this machine has cgroup v2 only; dev/e2e --kubeconfig uses another cluster"
  fi
}

# previous_commit: prints HEAD if the working tree has changes, else the commit before HEAD; nothing if there is none.
previous_commit() {
  local previous=HEAD~1
  git diff --quiet HEAD 2>/dev/null || previous=HEAD
  git rev-parse --verify --quiet "$previous^{commit}" || true
}

# has_previous_chart: succeeds if the previous commit has a chart from which a test can upgrade.
has_previous_chart() {
  local previous
  previous=$(previous_commit)
  [ -n "$previous" ] && git cat-file -e "$previous:helm/audiostream-operator/Chart.yaml" 2>/dev/null
}

# check_sha256 FILE HEX: exits with an error if the file has another checksum.
check_sha256() {
  local actual
  actual=$(sha256 "$1")
  [ "$actual" = "$2" ] || die "$1 has sha256 $actual, expected $2"
}

# sha256 FILE: prints the checksum. Uses Python, because macOS has no sha256sum.
sha256() {
  python3 -c 'import hashlib, sys; print(hashlib.file_digest(open(sys.argv[1], "rb"), "sha256").hexdigest())' "$1"
}

# use_jdk_25: sets JAVA_HOME to a JDK 25 and puts its programs first on PATH.
use_jdk_25() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$(java_home_on_path)" "$HOME"/.sdkman/candidates/java/25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    if [ -n "$home" ] && [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
      export JAVA_HOME=$home PATH=$home/bin:$PATH
      return 0
    fi
  done
  die "no JDK 25 found: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it"
}

# java_home_on_path: prints the folder of the Java on PATH, or nothing.
java_home_on_path() {
  local java
  java=$(command -v java 2>/dev/null) || return 0
  dirname "$(dirname "$(readlink -f "$java")")"
}

# unpack_zip ARCHIVE DIR [MEMBER...]: unpacks an archive with Python, because unzip may be missing.
unpack_zip() {
  python3 - "$@" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    z.extractall(sys.argv[2], sys.argv[3:] or None)
PY
}

# free_port: prints a TCP port of 127.0.0.1 that nothing uses now.
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
