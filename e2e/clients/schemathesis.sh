#!/bin/sh
# Holds the running API against its own description: schemathesis.sh [URL [TOKEN]]
# URL defaults to $API_URL. Without a TOKEN it signs in as $OPERATOR_EMAIL with $OPERATOR_PASSWORD.
# $EVERYTHING=1 includes what must not be tried on a fleet that others use: pools, nodes, the catalogue of models and its keys.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
url=${1:-${API_URL:?say which API: schemathesis.sh URL}}
st=${SCHEMATHESIS:-st}
examples=${EXAMPLES:-15}

sign_in() {
  curl -sf "$url/api/v1/sessions" -H 'Content-Type: application/json' \
    -d "{\"email\":\"${OPERATOR_EMAIL:?}\",\"password\":\"${OPERATOR_PASSWORD:?}\"}" |
    sed -n 's/.*"token":"\([^"]*\)".*/\1/p'
}

token=${2:-$(sign_in)}
skipped="--exclude-operation-id signOut"
if [ "${EVERYTHING:-0}" != 1 ]; then
  skipped="$skipped --exclude-operation-id changePool --exclude-operation-id deleteNode"
  skipped="$skipped --exclude-operation-id opsReplaceModels --exclude-operation-id opsDeleteProviderKey"
fi

check() {
  # shellcheck disable=SC2086 # the options are words
  SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONPATH="$here" "$st" \
    --config-file "$here/schemathesis.toml" run "$url/api/v1/openapi.json" --mode all --max-examples "$examples" --seed 1 \
    --continue-on-failure --no-color "$@"
}

# shellcheck disable=SC2086
check -H "Authorization: Bearer $token" $skipped
# Signing out ends the session that the other checks use.
if [ -z "${2:-}" ]; then
  check -H "Authorization: Bearer $(sign_in)" --include-operation-id signOut
fi
