#!/bin/sh
# Makes this server a node: installs Docker if it is missing, gets a certificate from the platform,
# and opens the Docker API with mutual TLS only. Runs once, as root, at the first boot.
set -eu
umask 077
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive

keys=/etc/docker/tls
say() { printf '%s clawstead: %s\n' "$(date -u +%FT%TZ)" "$*"; }

if ! { command -v dockerd && command -v openssl && command -v curl && command -v iptables; } >/dev/null; then
    say "installing Docker"
    apt-get update
    apt-get install -y --no-install-recommends docker.io openssl curl ca-certificates iptables
fi

say "asking for a certificate"
mkdir -p "$keys"
if [ ! -s "$keys/server.key" ]; then
    openssl ecparam -name prime256v1 -genkey -noout -out "$keys/server.key.new"
    mv "$keys/server.key.new" "$keys/server.key"
fi
openssl req -new -key "$keys/server.key" -subj "/CN=@NODE@" -out "$keys/server.csr"
while :; do
    status=$(curl -s -o "$keys/answer.pem" -D "$keys/answer.head" -w '%{http_code}' --max-time 20 \
        --data-urlencode "token=@TOKEN@" --data-urlencode "csr@$keys/server.csr" \
        "@ENROL_URL@/enrol/v1/nodes/@NODE@") || status=000
    case $status in
    200) break ;;
    403)
        say "the platform refuses this node: its token is void or has expired"
        exit 1
        ;;
    esac
    sleep 1
done
address=$(tr -d '\r' <"$keys/answer.head" | awk 'tolower($1) == "x-clawstead-address:" { print $2 }')
# The node's certificate comes first, then the platform's authority.
awk -v dir="$keys" '/BEGIN CERTIFICATE/ { n++ } n == 1 { print > (dir "/server.crt") } n == 2 { print > (dir "/ca.crt") }' "$keys/answer.pem"
rm -f "$keys/answer.pem" "$keys/answer.head" "$keys/server.csr"

say "binding the Docker API to $address"
cat >/etc/docker/daemon.json <<JSON
{
  "hosts": ["unix:///var/run/docker.sock", "tcp://$address:2376"],
  "tls": true,
  "tlsverify": true,
  "tlscacert": "$keys/ca.crt",
  "tlscert": "$keys/server.crt",
  "tlskey": "$keys/server.key",
  "default-address-pools": [{"base": "10.201.0.0/16", "size": 28}],
  "log-driver": "json-file",
  "log-opts": {"max-size": "5m", "max-file": "2"},
  "live-restore": true,
  "userland-proxy": false
}
JSON
# Debian's unit names the socket on the command line, which daemon.json may then not do.
mkdir -p /etc/systemd/system/docker.service.d
cat >/etc/systemd/system/docker.service.d/clawstead.conf <<UNIT
[Unit]
After=network-online.target
Wants=network-online.target
[Service]
ExecStart=
ExecStart=/usr/sbin/dockerd
UNIT

mkdir -p /var/lib/cloud/scripts/per-boot
cat >/var/lib/cloud/scripts/per-boot/50-clawstead <<'FIREWALL'
#!/bin/sh
# What cells reach, and who reaches them. Runs at every boot and may run again at any time: each
# chain is filled anew, each jump exists once.
set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
cells=10.201.0.0/16

fresh() { iptables -w -t "$1" -N "$2" 2>/dev/null || iptables -w -t "$1" -F "$2"; }
jump() { # table chain target: as the chain's first rule
    while iptables -w -t "$1" -D "$2" -j "$3" 2>/dev/null; do :; done
    iptables -w -t "$1" -I "$2" 1 -j "$3"
}

# From cells to others, and from others to cells. Published ports were rewritten before they come
# here: only connection tracking still knows the port that the caller asked for.
fresh filter CLAWSTEAD-CELLS
iptables -w -A CLAWSTEAD-CELLS -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN
iptables -w -A CLAWSTEAD-CELLS -s "$cells" -d @GATEWAY_IP@ -p tcp --dport @GATEWAY_PORT@ -j RETURN
for private in 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 100.64.0.0/10 127.0.0.0/8 224.0.0.0/4; do
    iptables -w -A CLAWSTEAD-CELLS -s "$cells" -d "$private" -j DROP
done
for source in @GATEWAY_SOURCES@; do
    iptables -w -A CLAWSTEAD-CELLS -s "$source" -d "$cells" -p tcp -m conntrack --ctstate NEW \
        --ctorigdstport 20000:39999 -j RETURN
done
iptables -w -A CLAWSTEAD-CELLS -d "$cells" -j DROP
iptables -w -N DOCKER-USER 2>/dev/null || true
jump filter DOCKER-USER CLAWSTEAD-CELLS

# To the node itself: nothing from cells, its Docker API from the control plane alone, and a
# published port is never the node's own.
fresh filter CLAWSTEAD-NODE
iptables -w -A CLAWSTEAD-NODE -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN
iptables -w -A CLAWSTEAD-NODE -s "$cells" -j DROP
for source in 127.0.0.0/8 @CONTROL_SOURCES@; do
    iptables -w -A CLAWSTEAD-NODE -s "$source" -p tcp --dport 2376 -j RETURN
done
iptables -w -A CLAWSTEAD-NODE -p tcp --dport 2376 -j DROP
iptables -w -A CLAWSTEAD-NODE -p tcp --dport 20000:39999 -j DROP
jump filter INPUT CLAWSTEAD-NODE

# Cells' own addresses are nobody's destination from outside, and a cell that names the node's own
# published ports would be rewritten to another cell's address before it is filtered.
fresh raw CLAWSTEAD-RAW
iptables -w -t raw -A CLAWSTEAD-RAW -s "$cells" -m addrtype --dst-type LOCAL -p tcp --dport 2376 -j DROP
iptables -w -t raw -A CLAWSTEAD-RAW -s "$cells" -m addrtype --dst-type LOCAL -p tcp --dport 20000:39999 -j DROP
jump raw PREROUTING CLAWSTEAD-RAW

# Cells have no IPv6; what another image might switch on must not be a way around the above.
if command -v ip6tables >/dev/null && ip6tables -w -L -n >/dev/null 2>&1; then
    ip6tables -w -N CLAWSTEAD-NODE 2>/dev/null || ip6tables -w -F CLAWSTEAD-NODE
    ip6tables -w -A CLAWSTEAD-NODE -p tcp --dport 2376 -j DROP
    ip6tables -w -A CLAWSTEAD-NODE -p tcp --dport 20000:39999 -j DROP
    while ip6tables -w -D INPUT -j CLAWSTEAD-NODE 2>/dev/null; do :; done
    ip6tables -w -I INPUT 1 -j CLAWSTEAD-NODE
fi
FIREWALL
chmod 755 /var/lib/cloud/scripts/per-boot/50-clawstead

# Before Docker opens its API, and before the first cell runs.
/var/lib/cloud/scripts/per-boot/50-clawstead
systemctl daemon-reload
systemctl enable docker
systemctl restart docker
say "this node is up"
