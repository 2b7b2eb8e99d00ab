// Run with: node --test images/openclaw/test
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { after, before, test } from "node:test";

import { guard } from "../rootfs/opt/clawstead/guard.mjs";

const KEY = "the-cell-key";
const outside = Object.values(networkInterfaces()).flat().find((i) => i.family === "IPv4" && !i.internal)?.address;
const skip = outside ? false : "this machine has no address but loopback, from which everything is open";
let server;
let port;

before(async () => {
  server = createServer((req, res) => res.end(JSON.stringify({ url: req.url, headers: req.headers })));
  server.on("upgrade", (req, socket) => socket.end(`HTTP/1.1 101 Switching Protocols\r\nX-User: ${req.headers["x-clawstead-user"]}\r\n\r\n`));
  await new Promise((done) => server.listen(0, "0.0.0.0", done));
  port = server.address().port;
  guard(port, KEY);
});

after(() => server.close());

function get(path, headers = {}, host = outside) {
  return new Promise((resolve, reject) => {
    const call = request({ host, port, path, headers }, async (answer) => {
      const body = (await answer.toArray()).join("");
      resolve({ status: answer.statusCode, seen: answer.statusCode === 200 ? JSON.parse(body) : body });
    });
    call.on("error", reject).end();
  });
}

const withKey = (headers = {}) => ({ Authorization: `Bearer ${KEY}`, ...headers });

function upgrade(headers) {
  return new Promise((resolve, reject) => {
    const lines = Object.entries({ Host: "x", Connection: "Upgrade", Upgrade: "websocket", ...headers }).map(([n, v]) => `${n}: ${v}\r\n`);
    const socket = connect(port, outside, () => socket.write(`GET / HTTP/1.1\r\n${lines.join("")}\r\n`));
    socket.on("error", reject).once("data", (data) => resolve(String(data)));
  });
}

test("only the health check is open to one without the key", { skip }, async () => {
  assert.equal((await get("/healthz")).status, 200);
  for (const path of ["/", "/readyz", "/healthz/../", "/v1/models", "/healthz?x"]) {
    assert.equal((await get(path)).status, 401, path);
    assert.equal((await get(path, { Authorization: "Bearer wrong" })).status, 401, path);
    assert.equal((await get(path, withKey())).status, 200, path);
  }
});

test("a WebSocket needs the key too", { skip }, async () => {
  assert.match(await upgrade({}), /^HTTP\/1.1 401 /);
  assert.match(await upgrade(withKey({ "X-Clawstead-User": "somebody" })), /^HTTP\/1.1 101 .*\r\nX-User: owner\r\n/);
});

test("who the person is, only the guard says", { skip }, async () => {
  const spoofed = { "X-Clawstead-User": "admin", "Tailscale-User-Login": "admin", Forwarded: "for=1.1.1.1", "X-Real-Ip": "1.1.1.1" };
  const { headers } = (await get("/", withKey(spoofed))).seen;
  assert.equal(headers["x-clawstead-user"], "owner");
  for (const name of ["tailscale-user-login", "forwarded", "x-real-ip"]) assert.equal(headers[name], undefined, name);
  assert.equal((await get("/healthz", spoofed)).seen.headers["x-clawstead-user"], undefined);
});

test("the client's address is the last one the router wrote, in a form that is no proxy's", { skip }, async () => {
  const told = async (forwarded) => (await get("/", withKey(forwarded && { "X-Forwarded-For": forwarded }))).seen.headers["x-forwarded-for"];
  assert.equal(await told("6.6.6.6, 203.0.113.9"), "64:ff9b::cb00:7109");
  assert.equal(await told("127.0.0.1"), "64:ff9b::7f00:1");
  assert.equal(await told("2001:db8::7"), "2001:db8::7");
  assert.equal(await told(undefined), "64:ff9b::c000:201");
});

test("the command line inside the cell is let through, and other servers are not touched", async () => {
  assert.equal((await get("/", {}, "127.0.0.1")).status, 200);
  const other = createServer((_, res) => res.end("{}"));
  await new Promise((done) => other.listen(0, "0.0.0.0", done));
  try {
    const answer = await fetch(`http://${outside ?? "127.0.0.1"}:${other.address().port}/`);
    assert.equal(answer.status, 200);
  } finally {
    other.close();
  }
});
