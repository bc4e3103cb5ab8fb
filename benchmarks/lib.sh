# shellcheck shell=bash
# Makes the Python environments of the benchmarks. Sourced by the scripts beside it.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
. "$root/dev/lib.sh"

# use_python NAME [NOTE]: makes the Python environment of requirements/NAME.txt, once, and sets PYTHON to its interpreter. The
# message about the download ends with the note.
use_python() {
  local key folder
  need_pip
  key=$({
    python3 --version
    cat "$here"/requirements/*.txt
  } | sha256 /dev/stdin | cut -c1-12)
  folder=$CACHE/benchmarks/$1-$key
  PYTHON=$folder/bin/python
  [ ! -f "$folder/complete" ] || return 0
  rm -rf "$CACHE/benchmarks/$1"-*
  say "downloading the Python packages of benchmarks/requirements/$1.txt${2:+: $2}"
  python3 -m venv "$folder"
  pip_install "$here/requirements/$1.txt"
  if [ -f "$here/requirements/$1-no-deps.txt" ]; then pip_install "$here/requirements/$1-no-deps.txt" --no-deps; fi
  : >"$folder/complete"
}

# pip_install FILE [OPTION...]: installs the packages of a requirements file into the environment of PYTHON.
pip_install() {
  local file=$1
  shift
  "$PYTHON" -m pip install --quiet --disable-pip-version-check "$@" --requirement "$file" >&2 || die "pip could not install $file"
}
