#!/usr/bin/env python3
"""Drives a Hetzner Cloud API with the vendor's own Python client (PyPI hcloud).

HCLOUD_ENDPOINT, for instance http://127.0.0.1:7404/v1, and HCLOUD_TOKEN say where. Creates, finds
and deletes one of each resource and leaves nothing behind; exit code 0 means that it went well.
"""

import os
import sys

from checks import check

# This file has the client's name: without this line Python would import the file itself.
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]

from hcloud import APIException, Client
from hcloud.firewalls import FirewallRule
from hcloud.images import Image
from hcloud.locations import Location
from hcloud.networks import NetworkSubnet
from hcloud.server_types import ServerType

NAME = f"python-{os.getpid()}"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGx7cWnFQ1d0nq3mRkGq5kqOZ8p2bq1r6rj0c2G5s3aZ " + NAME


def main():
    client = Client(token=os.environ["HCLOUD_TOKEN"], api_endpoint=os.environ["HCLOUD_ENDPOINT"])
    made = []
    try:
        exercise(client, made)
    finally:
        for thing in reversed(made):
            try:
                action = thing.delete()
                if hasattr(action, "wait_until_finished"):
                    action.wait_until_finished()
            except APIException as error:
                if error.code != "not_found":
                    print(f"cannot delete {thing}: {error}", file=sys.stderr)
                    raise
    for resources in (client.servers, client.networks, client.firewalls, client.placement_groups,
                      client.volumes, client.ssh_keys):
        check(f"no {type(resources).__name__} resource is left", resources.get_by_name(NAME) is None)


def exercise(client, made):
    check("server types are listed", client.server_types.get_by_name("cx23").cores == 2)
    check("locations are listed", client.locations.get_by_name("fsn1").network_zone == "eu-central")

    key = client.ssh_keys.create(name=NAME, public_key=KEY)
    made.append(key)
    group = client.placement_groups.create(name=NAME, type="spread").placement_group
    made.append(group)
    subnet = NetworkSubnet(ip_range="10.232.1.0/24", type="cloud", network_zone="eu-central")
    network = client.networks.create(name=NAME, ip_range="10.232.0.0/16", subnets=[subnet])
    made.append(network)
    rule = FirewallRule(direction="in", protocol="tcp", port="22", source_ips=["0.0.0.0/0"])
    answer = client.firewalls.create(name=NAME, rules=[rule])
    firewall = answer.firewall
    made.append(firewall)
    for action in answer.actions:
        action.wait_until_finished()

    created = client.servers.create(
        name=NAME,
        server_type=ServerType(name="cx23"),
        image=Image(name="debian-12"),
        location=Location(name="fsn1"),
        ssh_keys=[key],
        networks=[network],
        firewalls=[firewall],
        placement_group=group,
        labels={"made-by": "python"},
        user_data="#!/bin/sh\ntrue\n",
    )
    made.append(created.server)
    check("no password where there is a key", created.root_password is None)
    created.action.wait_until_finished()
    for action in created.next_actions:
        action.wait_until_finished()

    server = client.servers.get_by_name(NAME)
    check("the server runs", server.status == "running")
    check("the server has an address", server.public_net.ipv4.ip)
    check("the server is in its network", server.private_net[0].ip.startswith("10.232.1."))
    check("the server is in its group", server.placement_group.id == group.id)
    check("the server is found by label", [s.id for s in client.servers.get_all(label_selector="made-by=python")] == [server.id])
    try:
        client.servers.create(name=NAME, server_type=ServerType(name="cx23"), image=Image(name="debian-12"))
        check("a name is unique", False)
    except APIException as error:
        check("a name is unique", error.code == "uniqueness_error")

    server.power_off().wait_until_finished()
    server.reload()
    check("the server is off", server.status == "off")
    server = server.update(labels={"made-by": "python", "and": "more"})
    check("labels are replaced", server.labels["and"] == "more")

    volume = client.volumes.create(name=NAME, size=10, location=Location(name="fsn1"))
    made.append(volume.volume)
    volume.action.wait_until_finished()
    check("the volume is there", client.volumes.get_by_name(NAME).size == 10)
    check("actions can be read back", client.actions.get_by_id(created.action.id).status == "success")


main()
