// Stands before OpenClaw's port: only the cell's key opens anything but /healthz, as the cell contract says.
// OpenClaw itself can take the router's word for who the person is, but not a key from a WebSocket's headers.
import { timingSafeEqual } from "node:crypto";
import { Server, STATUS_CODES } from "node:http";
import { isIPv4, isIPv6 } from "node:net";

const OPEN_PATH = "/healthz";
const REQUESTS = ["request", "checkContinue", "checkExpectation"];
const UPGRADES = ["upgrade", "connect"];

/** Guards every HTTP server of this process that listens on the port. */
export function guard(port, key) {
  const expected = Buffer.from(`Bearer ${key}`);
  const emit = Server.prototype.emit;

  function admitted(request) {
    const given = Buffer.from(request.headers.authorization ?? "");
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  Server.prototype.emit = function (event, request, answer) {
    const upgrade = UPGRADES.includes(event);
    if ((!upgrade && !REQUESTS.includes(event)) || this.address()?.port !== port) return emit.apply(this, arguments);
    // The agent's own command line; from outside nobody has this address.
    if (isLoopback(request.socket.remoteAddress)) return emit.apply(this, arguments);
    if (!upgrade && request.url === OPEN_PATH) {
      forget(request);
      return emit.apply(this, arguments);
    }
    if (!admitted(request)) {
      refuse(answer, upgrade);
      return true;
    }
    introduce(request);
    return emit.apply(this, arguments);
  };
}

function isLoopback(address = "") {
  return /^(::ffff:)?127\.|^::1$/.test(address);
}

// Nobody but the guard says who the person is.
function forget(request) {
  for (const name of Object.keys(request.headers)) {
    if (name.startsWith("x-forwarded-") || name.startsWith("x-clawstead-") || name.startsWith("tailscale-") || ["forwarded", "x-real-ip"].includes(name)) {
      delete request.headers[name];
    }
  }
}

function introduce(request) {
  const client = (request.headers["x-forwarded-for"] ?? "").split(",").at(-1).trim();
  const { "x-forwarded-proto": proto, "x-forwarded-host": host } = request.headers;
  forget(request);
  request.headers["x-clawstead-user"] = "owner";
  request.headers["x-forwarded-for"] = asClient(client);
  if (proto) request.headers["x-forwarded-proto"] = proto;
  if (host) request.headers["x-forwarded-host"] = host;
}

// OpenClaw looks for a client that is neither on loopback (as a browser beside the router is) nor one of its proxies
// (all of IPv4, see configure.mjs): so IPv4 is told in its IPv6 form for translators.
function asClient(address) {
  if (isIPv6(address) && !isLoopback(address)) return address;
  const [a, b, c, d] = (isIPv4(address) ? address : "192.0.2.1").split(".").map(Number);
  return `64:ff9b::${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function refuse(answer, upgrade) {
  const body = '{"error":{"message":"the cell\'s key is needed","type":"unauthorized"}}\n';
  const headers = { "WWW-Authenticate": "Bearer", "Content-Type": "application/json", "Content-Length": body.length, Connection: "close" };
  if (!upgrade) {
    answer.writeHead(401, headers).end(body);
    return;
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  answer.end(`HTTP/1.1 401 ${STATUS_CODES[401]}\r\n${lines.join("")}\r\n${body}`);
}
