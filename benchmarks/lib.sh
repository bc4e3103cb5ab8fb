# Python with what a benchmark needs, in the cache, and the jars. Sourced by the scripts beside it.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
. "$root/dev/lib.sh"

# python_with NAME: makes the environment of requirements/NAME.txt once; its Python is in PYTHON.
python_with() {
  local list=$here/requirements/$1.txt folder
  need_pip
  folder=$CACHE/benchmarks/$1-$({ python3 --version; cat "$here"/requirements/*.txt; } | sha256 /dev/stdin | cut -c1-12)
  PYTHON=$folder/bin/python
  [ ! -f "$folder/whole" ] || return 0
  rm -rf "$CACHE/benchmarks/$1"-*
  say "fetching what the benchmarks need ($1): ${2:-a moment}"
  python3 -m venv "$folder"
  "$PYTHON" -m pip install --quiet --disable-pip-version-check --requirement "$list" >&2 || die "pip could not install $list"
  if [ -f "$here/requirements/$1-no-deps.txt" ]; then
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$here/requirements/$1-no-deps.txt" >&2 || die "pip could not install $1-no-deps.txt"
  fi
  : >"$folder/whole"
}
