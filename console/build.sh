#!/bin/sh
# Builds the console for the Maven module: `build.sh build` and `build.sh test`, each only when
# something it reads has changed since it last succeeded. A second build costs a hash.
set -eu
cd "$(dirname "$0")"

fail() {
  echo "console: $1" >&2
  exit 1
}

hash_of() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

for program in node npm; do
  command -v "$program" >/dev/null || fail "$program is missing. Install Node.js 20.19 or newer, with npm."
done
node_version=$(node -p process.versions.node)
node -e 'const [a, b] = process.versions.node.split(".").map(Number);
  process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)' ||
  fail "Node.js $node_version is too old. Install Node.js 20.19, 22.12 or newer."

lock=$(hash_of package-lock.json package.json | hash_of | cut -c1-64)-$node_version
sources=$(find . -type f \( -path './src/*' -o -path './public/*' -o -name index.html -o -name build.sh \
  -o -name '*.config.*' -o -name tsconfig.json -o -name package.json -o -name package-lock.json \) \
  -not -path './node_modules/*' -not -path './target/*' | LC_ALL=C sort | while read -r file; do
  hash_of "$file"
done | hash_of | cut -c1-64)-$node_version

install() {
  if [ "$(cat node_modules/.installed 2>/dev/null || true)" != "$lock" ]; then
    echo "console: installing packages"
    npm ci --no-audit --no-fund --loglevel=error
    echo "$lock" >node_modules/.installed
  fi
}

# once NAME COMMAND...: runs the command unless it has succeeded on exactly these sources.
once() {
  stamp=target/$1.stamp
  shift
  if [ "$(cat "$stamp" 2>/dev/null || true)" != "$sources" ]; then
    install
    rm -f "$stamp"
    "$@"
    mkdir -p target
    echo "$sources" >"$stamp"
  fi
}

case ${1:-build} in
  build) once build npm run --silent build ;;
  test) once test npm run --silent test ;;
  *) fail "what is '$1'? Say build or test." ;;
esac
