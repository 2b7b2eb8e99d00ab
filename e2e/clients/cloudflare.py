#!/usr/bin/env python3
"""Drives a Cloudflare API with the vendor's own Python client (PyPI cloudflare).

CLOUDFLARE_ENDPOINT, for instance http://127.0.0.1:7405/client/v4, and CLOUDFLARE_API_TOKEN say
where. Makes a zone with records and removes it; exit code 0 means that it went well.
"""

import os
import sys

from checks import check

# This file has the client's name: without this line Python would import the file itself.
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]

from cloudflare import APIStatusError, Cloudflare

ZONE = f"client-{os.getpid()}.example.com"


def refused(code, call):
    try:
        call()
    except APIStatusError as error:
        return [e["code"] for e in error.body["errors"]] == [code]
    return False


def main():
    client = Cloudflare(
        api_token=os.environ["CLOUDFLARE_API_TOKEN"],
        base_url=os.environ["CLOUDFLARE_ENDPOINT"],
        max_retries=0,
    )
    check("the token is good", client.user.tokens.verify().status == "active")
    zone = client.zones.create(account={"id": "023e105f4ecef8ad9ca31a8372d0c353"}, name=ZONE, type="full")
    try:
        exercise(client, zone)
    finally:
        client.zones.delete(zone_id=zone.id)
    check("the zone is gone", not list(client.zones.list(name=ZONE)))


def exercise(client, zone):
    check("the zone is listed", [z.id for z in client.zones.list(name=ZONE)] == [zone.id])
    check("the zone is described", client.zones.get(zone_id=zone.id).name == ZONE)
    records = client.dns.records
    one = records.create(zone_id=zone.id, type="A", name="www", content="203.0.113.7", ttl=1, comment="first")
    check("a name is completed", one.name == f"www.{ZONE}")
    check("an identical record is refused", refused(81058, lambda: records.create(
        zone_id=zone.id, type="A", name="www", content="203.0.113.7", ttl=1)))
    check("an alias beside an address is refused", refused(81053, lambda: records.create(
        zone_id=zone.id, type="CNAME", name="www", content="example.com", ttl=1)))
    check("a bad address is refused", refused(9005, lambda: records.create(
        zone_id=zone.id, type="A", name="bad", content="not an address", ttl=1)))
    found = list(records.list(zone_id=zone.id, name={"exact": f"www.{ZONE}"}, content={"exact": "203.0.113.7"}))
    check("a record is found by name and content", [r.id for r in found] == [one.id])
    check("a record is found by comment", len(list(records.list(zone_id=zone.id, comment={"exact": "first"}))) == 1)
    edited = records.edit(one.id, zone_id=zone.id, type="A", name=f"www.{ZONE}", content="203.0.113.8", ttl=120)
    check("PATCH keeps what it does not name", edited.comment == "first" and edited.ttl == 120)
    put = records.update(one.id, zone_id=zone.id, type="A", name=f"www.{ZONE}", content="203.0.113.9", ttl=1)
    check("PUT resets what it does not name", put.comment is None)

    batch = records.batch(
        zone_id=zone.id,
        deletes=[{"id": one.id}],
        posts=[
            {"type": "A", "name": f"a.{ZONE}", "content": "203.0.113.1", "ttl": 1},
            {"type": "TXT", "name": f"t.{ZONE}", "content": "\"text\"", "ttl": 300},
        ],
    )
    check("a batch deletes and creates", len(batch.deletes) == 1 and len(batch.posts) == 2)
    check("a batch with an error is refused", refused(81044, lambda: records.batch(
        zone_id=zone.id,
        deletes=[{"id": batch.posts[0].id}, {"id": "0" * 32}],
    )))
    names = sorted(r.name for r in records.list(zone_id=zone.id, per_page=1))
    check("a refused batch changes nothing, and pages add up", names == [f"a.{ZONE}", f"t.{ZONE}"])
    records.delete(batch.posts[1].id, zone_id=zone.id)
    check("a deleted record is gone", refused(81044, lambda: records.get(batch.posts[1].id, zone_id=zone.id)))


main()
