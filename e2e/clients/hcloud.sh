#!/bin/sh
# Drives a Hetzner Cloud API with the vendor's own command line client: creates, lists, describes
# and deletes one of each resource, and leaves nothing behind.
#   HCLOUD_ENDPOINT  for instance http://127.0.0.1:7404/v1
#   HCLOUD_TOKEN     64 letters and digits
# Exit code 0 means that everything behaved as the client expects.
set -eu

: "${HCLOUD_ENDPOINT:?set it to the address of the API, with /v1}"
: "${HCLOUD_TOKEN:?set it to the API token}"
export HCLOUD_ENDPOINT HCLOUD_TOKEN
command -v hcloud >/dev/null || { echo "hcloud is missing: apt-get install hcloud-cli" >&2; exit 2; }

work=$(mktemp -d)
name=cli-$$
export HCLOUD_CONFIG="$work/config.toml"
: >"$HCLOUD_CONFIG"

clean() {
  hcloud server delete "$name" >/dev/null 2>&1 || true
  hcloud firewall delete "$name" >/dev/null 2>&1 || true
  hcloud network delete "$name" >/dev/null 2>&1 || true
  hcloud volume delete "$name" >/dev/null 2>&1 || true
  hcloud placement-group delete "$name" >/dev/null 2>&1 || true
  hcloud ssh-key delete "$name" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean EXIT

expect() { # WHAT TEXT: standard input must hold the text
  if ! grep -qF -- "$2"; then
    echo "FAILED: $1: no '$2' in the answer" >&2
    exit 1
  fi
  echo "ok: $1"
}
# The answer goes through a file, so that a failing client is a failure of this script.
run() { "$@" >"$work/out" 2>"$work/err" || { echo "FAILED: $*" >&2; cat "$work/err" >&2; exit 1; }; }

run hcloud server-type list;  expect "server types are listed" cx23 <"$work/out"
run hcloud server-type describe cx23; expect "a server type is described" "Cores:" <"$work/out"
run hcloud location list;     expect "locations are listed" fsn1 <"$work/out"
run hcloud image list --type system; expect "images are listed" debian-12 <"$work/out"

# A key nobody has the other half of; its body differs from run to run, as fingerprints are unique.
body=$(head -c 32 /dev/urandom | { printf '\000\000\000\013ssh-ed25519\000\000\000 '; cat; } | base64 | tr -d '\n')
echo "ssh-ed25519 $body $name" >"$work/key.pub"
run hcloud ssh-key create --name "$name" --public-key-from-file "$work/key.pub"
run hcloud ssh-key describe "$name"; expect "an SSH key is described" "Fingerprint:" <"$work/out"

run hcloud network create --name "$name" --ip-range "10.231.0.0/16"
run hcloud network add-subnet "$name" --type cloud --network-zone eu-central --ip-range "10.231.1.0/24"
run hcloud network describe "$name"; expect "a network has its subnet" "10.231.1.0/24" <"$work/out"

cat >"$work/rules.json" <<'RULES'
[{"direction": "in", "protocol": "tcp", "port": "443", "source_ips": ["0.0.0.0/0", "::/0"], "destination_ips": []}]
RULES
run hcloud firewall create --name "$name" --rules-file "$work/rules.json"
run hcloud firewall describe "$name"; expect "a firewall has its rule" "443" <"$work/out"

run hcloud placement-group create --name "$name" --type spread
run hcloud placement-group describe "$name"; expect "a placement group is described" "spread" <"$work/out"

cat >"$work/user-data" <<'SCRIPT'
#!/bin/sh
echo "made by the client" >/root/client
SCRIPT
run hcloud server create --name "$name" --type cx23 --image debian-12 --location fsn1 \
  --label made-by=client --label run="$name" --ssh-key "$name" --network "$name" \
  --firewall "$name" --placement-group "$name" --user-data-from-file "$work/user-data"
expect "a server is created" "IPv4: " <"$work/out"
run hcloud server list --selector "made-by=client,run in ($name)"
expect "a server is found by its labels" "$name" <"$work/out"
run hcloud server list --selector "run!=$name"
if grep -q "$name" "$work/out"; then echo "FAILED: a server is found by labels it has not" >&2; exit 1; fi
run hcloud server describe "$name"
expect "a server runs" "running" <"$work/out"
run hcloud server describe "$name" -o json
expect "a server is in its network" "10.231.1." <"$work/out"
run hcloud server ip "$name"; expect "a server has an address" "." <"$work/out"

run hcloud server poweroff "$name"
run hcloud server describe "$name"; expect "a server is off" "off" <"$work/out"
run hcloud server poweron "$name"
run hcloud server add-label "$name" more=labels
run hcloud server describe "$name"; expect "a label is added" "more" <"$work/out"

run hcloud volume create --name "$name" --size 10 --location fsn1
run hcloud volume attach "$name" --server "$name"
run hcloud volume describe "$name"; expect "a volume is attached" "$name" <"$work/out"
run hcloud volume detach "$name"

run hcloud server delete "$name"
run hcloud firewall delete "$name"
run hcloud network delete "$name"
run hcloud volume delete "$name"
run hcloud placement-group delete "$name"
run hcloud ssh-key delete "$name"
for kind in server firewall network volume placement-group ssh-key; do
  run hcloud "$kind" list
  if grep -q "$name" "$work/out"; then echo "FAILED: a $kind is left over" >&2; exit 1; fi
done
echo "ok: nothing is left over"
