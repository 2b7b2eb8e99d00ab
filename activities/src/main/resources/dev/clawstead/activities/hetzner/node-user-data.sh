#!/bin/sh
# Makes this server a node: installs Docker if it is missing, gets a certificate from the platform,
# and opens the Docker API with mutual TLS only. Runs once, as root, at the first boot.
set -eu
umask 077
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive

keys=/etc/docker/tls
say() { printf '%s clawstead: %s\n' "$(date -u +%FT%TZ)" "$*"; }

# Docker itself runs iptables, in each container's own namespace, for the container's name resolver.
if ! { command -v dockerd && command -v openssl && command -v curl && command -v iptables && command -v nft; } >/dev/null; then
    say "installing Docker"
    apt-get update
    apt-get install -y --no-install-recommends docker.io openssl curl ca-certificates iptables nftables
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
  "iptables": false,
  "ip6tables": false,
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
# What cells reach, and who reaches them. Runs at every boot and may run again at any time: the
# table is replaced in one step. It does not grow with the cells: a port leads to one address for ever.
set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# The nth port belongs to the nth network of four addresses, the second host of which is the cell.
addresses() {
    awk 'BEGIN {
        for (n = 0; @FIRST_PORT@ + n <= @LAST_PORT@; n++)
            printf "%d : 10.201.%d.%d . @AGENT_PORT@,\n", @FIRST_PORT@ + n, n / 64, n % 64 * 4 + 2
    }'
}

nft -f - <<NFT
table inet clawstead
delete table inet clawstead
table inet clawstead {
    map addresses {
        type inet_service : ipv4_addr . inet_service
        elements = { $(addresses) }
    }

    # A cell that names the node's own ports would be led to another cell before it is filtered.
    chain arriving {
        type filter hook prerouting priority raw
        ip saddr 10.201.0.0/16 fib daddr type local tcp dport { 2376, @FIRST_PORT@-@LAST_PORT@ } drop
    }

    # A node's published ports admit gateways only.
    chain published {
        type nat hook prerouting priority dstnat
        ip saddr { @GATEWAY_SOURCES@ } fib daddr type local dnat ip to tcp dport map @addresses
    }

    chain leaving {
        type nat hook postrouting priority srcnat
        ip saddr 10.201.0.0/16 ip daddr != 10.201.0.0/16 masquerade
    }

    # From cells to others, and from others to cells; a node is nobody else's router.
    chain passing {
        type filter hook forward priority filter
        policy drop
        ct state established,related accept
        ip saddr 10.201.0.0/16 ip daddr @GATEWAY_IP@ tcp dport @GATEWAY_PORT@ accept
        ip saddr 10.201.0.0/16 ip daddr { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, 100.64.0.0/10, 127.0.0.0/8, 224.0.0.0/4 } drop
        ip saddr 10.201.0.0/16 accept
        ip daddr 10.201.0.0/16 ct status dnat accept
    }

    # To the node itself: nothing from cells, its Docker API from the control plane alone, and a
    # published port is never the node's own. By IPv6 neither: cells have none, and what another
    # image might switch on must not be a way around the above.
    chain own {
        type filter hook input priority filter
        ct state established,related accept
        ip saddr 10.201.0.0/16 drop
        ip saddr { 127.0.0.0/8, @CONTROL_SOURCES@ } tcp dport 2376 accept
        tcp dport { 2376, @FIRST_PORT@-@LAST_PORT@ } drop
    }
}
NFT
FIREWALL
chmod 755 /var/lib/cloud/scripts/per-boot/50-clawstead

# Before Docker opens its API, and before the first cell runs.
/var/lib/cloud/scripts/per-boot/50-clawstead
systemctl daemon-reload
systemctl enable docker
systemctl restart docker
say "this node is up"
