# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # dev/images, which sources this file, reads and sets these variables.
# Makes the folders that become the layers of an image. Sourced by dev/images.

# base_files DIR PROGRAM...: writes the users, makes /tmp, and copies the certificates and the shared libraries that the programs load.
base_files() {
  local dir=$1
  shift
  mkdir -p "$dir"/{etc/ssl/certs,tmp,usr/share/doc}
  printf 'root:x:0:0:root:/:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin\n' >"$dir/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$dir/etc/group"
  printf 'hosts: files dns\n' >"$dir/etc/nsswitch.conf"
  [ ! -f /etc/ssl/certs/ca-certificates.crt ] || cp -L /etc/ssl/certs/ca-certificates.crt "$dir/etc/ssl/certs/"
  local library
  # /lib is a symbolic link to /usr/lib on many systems; in the image it is a folder, in which every loader looks.
  { ldd "$@" 2>/dev/null | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\// && $2 ~ /^\(/ { print $1 }'; } | sort -u |
    while read -r library; do
      case $library in "$STEPS_TMP"/*) continue ;; esac # libraries of the image itself
      mkdir -p "$dir$(dirname "$library")"
      cp -L "$library" "$dir$library"
      copy_licence "$dir" "$library"
    done
}

# copy_licence DIR LIBRARY: copies the licence of the Debian package that a library comes from, if there is one.
copy_licence() {
  local package file
  command -v dpkg-query >/dev/null || return 0
  package=$(dpkg-query -S "$2" "$(realpath "$2")" 2>/dev/null | head -n 1 | cut -d: -f1) || true
  file=/usr/share/doc/$package/copyright
  [ -n "$package" ] && [ -f "$file" ] || return 0
  mkdir -p "$1/usr/share/doc/$package"
  cp -L "$file" "$1/usr/share/doc/$package/copyright"
}

# java_layers DIR MODULE JAVA_MODULES: makes the layers of a Java program, and sets start_java to its command line. The layers are
# base, a Java runtime of these modules, the native engine (transcriber only), the libraries, the program, and a folder for its cache.
java_layers() {
  local tree=$1 module=$2 modules=$3 target=$root/$2/target jar
  mkdir -p "$tree"/{base,java/opt,lib/app/lib,app/app,aot/app,unpacked}
  jlink --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --exclude-files='**.debuginfo' --output "$tree/java/opt/java" # the debug information of a distribution's Java can be 600 MB
  rm -rf "$tree/java/opt/java/lib/jexec"
  # Copies the libraries that the jar's class path names. The folder may hold others from an earlier build.
  for jar in $(class_path "$target/audiostream-$module.jar"); do cp "$target/$jar" "$tree/lib/app/lib/"; done
  cp "$target/audiostream-$module.jar" "$tree/app/app/"
  local native=()
  if [ "$module" = transcriber ]; then
    unpack_zip "$tree"/lib/app/lib/whisper-jni-*.jar "$tree/unpacked"
    mkdir -p "$tree/native/opt"
    cp -r "$("$root/dev/native")" "$tree/native/opt/ctranslate2"
    cp -r "$("$root/dev/vad")" "$tree/native/opt/silero"
    cp -r "$(dirname "$("$root/dev/ffmpeg")")" "$tree/native/opt/ffmpeg"
    move_onnx_runtime "$tree"/lib/app/lib/onnxruntime-*.jar "$tree/native/opt/silero"
    find "$tree/native" -exec touch -h -d @1767225600 {} +
    native=("$tree"/unpacked/debian-"$(dpkg_architecture)"/*.so* "$tree"/native/opt/*/*.so*)
  fi
  base_files "$tree/base" "$tree/java/opt/java/bin/java" "$tree"/java/opt/java/lib/*.so "$tree"/java/opt/java/lib/server/*.so \
    ${native[@]+"${native[@]}"}
  find "$tree/java" "$tree/lib" "$tree/app" -exec touch -h -d @1767225600 {} +
  start_java=(/opt/java/bin/java "-XX:AOTCache=/app/$module.aot" "${java_flags[@]}" -jar "/app/audiostream-$module.jar")
}

# move_onnx_runtime JAR DIR: moves the libraries for this processor from the jar to the folder, and removes those for other processors.
move_onnx_runtime() {
  python3 - "$1" "$2" "$(uname -m)" <<'PY'
import os, shutil, sys, zipfile
jar, folder, machine = sys.argv[1:]
natives, ours = "ai/onnxruntime/native/", {"x86_64": "linux-x64", "aarch64": "linux-aarch64"}[machine]
with zipfile.ZipFile(jar) as whole, zipfile.ZipFile(jar + ".new", "w", zipfile.ZIP_DEFLATED) as rest:
    for entry in whole.infolist():
        if not entry.filename.startswith(natives):
            rest.writestr(entry, whole.read(entry), zipfile.ZIP_DEFLATED)
        elif entry.filename.startswith(natives + ours) and entry.filename.endswith(".so"):
            with open(os.path.join(folder, os.path.basename(entry.filename)), "wb") as library:
                shutil.copyfileobj(whole.open(entry), library)
os.replace(jar + ".new", jar)
PY
}

# dpkg_architecture: prints this processor's name as Debian and container images write it.
dpkg_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

# class_path JAR: prints the class path in the jar's manifest.
class_path() {
  python3 - "$1" <<'PY'
import sys, zipfile
manifest = zipfile.ZipFile(sys.argv[1]).read("META-INF/MANIFEST.MF").decode().replace("\r\n ", "").splitlines()
print(next(line.removeprefix("Class-Path: ") for line in manifest if line.startswith("Class-Path: ")))
PY
}

# train DIR MODULE ARGUMENTS...: makes the training run of Java's AOT cache (JEP 483, JEP 514), with the program laid out as in the
# image, and keeps the cache. A server also transcribes a recording before it is stopped.
train() {
  local tree=$1 module=$2 staged=$1/staged pid port status=0
  shift 2
  mkdir -p "$staged/app"
  cp -a "$tree/java/opt" "$staged/"
  [ ! -d "$tree/native/opt" ] || cp -a "$tree/native/opt/." "$staged/opt/"
  cp -a "$tree/lib/app/." "$tree/app/app/." "$staged/app/"
  if [ "$1" = serve ]; then
    port=$(free_port)
    set -- "$@" --api-port "$port" --http-port 0
  fi
  AUDIOSTREAM_CT2=$staged/opt/ctranslate2 AUDIOSTREAM_SILERO=$staged/opt/silero AUDIOSTREAM_FFMPEG=$staged/opt/ffmpeg/ffmpeg \
    "$staged/opt/java/bin/java" -XX:AOTCacheOutput="$staged/app/$module.aot" "${java_flags[@]}" \
    -jar "$staged/app/audiostream-$module.jar" "$@" >"$tree/train.out" 2>"$tree/train.log" </dev/null &
  pid=$!
  if [ "$1" = serve ]; then
    until grep -q '^READY ' "$tree/train.out"; do
      running "$pid" || training_failed "$tree" "$pid" "did not start"
      sleep 0.1
    done
    transcribe_once "127.0.0.1:$port" || training_failed "$tree" "$pid" "did not transcribe"
    kill -TERM "$pid"
    wait "$pid" || true # the JVM's exit status after a signal is not 0
  else
    wait "$pid" || status=$?
    [ "$status" = 0 ] || training_failed "$tree" "$pid" "exited with $status"
  fi
  [ -s "$staged/app/$module.aot" ] || training_failed "$tree" "$pid" "wrote no cache"
  cp -a "$staged/app/$module.aot" "$tree/aot/app/"
  rm -rf "$staged"
}

# training_failed DIR PID REASON: stops the program, prints what it wrote, and exits.
training_failed() {
  kill "$2" 2>/dev/null || true
  grep -v "\[aot\]" "$1/train.log" "$1/train.out" >&2 || true
  die "the training run for Java's cache $3"
}

# transcribe_once HOST:PORT: transcribes a recording over HTTP, so that the cache also holds the classes of a transcription.
transcribe_once() {
  python3 - "http://$1/v1/audio/transcriptions" "$root/dev/audio/en_counting.wav" <<'PY'
import sys, urllib.request
url, file = sys.argv[1:]
body = (b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n'
        + open(file, "rb").read() + b"\r\n--b--\r\n")
urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "multipart/form-data; boundary=b"})).read()
PY
}
