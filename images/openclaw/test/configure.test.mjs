import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../rootfs/opt/clawstead/configure.mjs", import.meta.url));
const CELL = { cellId: "1", slug: "abc234", key: "the-cell-key", origin: "http://abc234.agents.localhost:7401", gatewayUrl: "http://10.0.0.1:7408/", modelKey: "the-model-key" };
const folders = [];
let state;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "openclaw-cell-"));
  folders.push(state);
  mkdirSync(join(state, ".clawstead"));
});
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function configure(cell) {
  if (cell !== undefined) writeFileSync(join(state, ".clawstead", "cell.json"), typeof cell === "string" ? cell : JSON.stringify(cell));
  return spawnSync(process.execPath, [SCRIPT], { env: { CLAWSTEAD_STATE: state }, encoding: "utf8" });
}

const written = () => JSON.parse(readFileSync(join(state, "openclaw.json"), "utf8"));

test("the first start writes a private configuration from cell.json", () => {
  assert.equal(configure(CELL).status, 0);
  assert.equal(statSync(join(state, "openclaw.json")).mode & 0o777, 0o600);
  const { gateway, models } = written();
  assert.deepEqual(gateway.controlUi.allowedOrigins, [CELL.origin]);
  assert.equal(gateway.auth.mode, "trusted-proxy");
  assert.equal(gateway.auth.token, undefined);
  assert.deepEqual([models.providers.clawstead.baseUrl, models.providers.clawstead.apiKey], ["http://10.0.0.1:7408/v1", CELL.modelKey]);
});

test("what spends or calls home on its own is off", () => {
  configure(CELL);
  const { agents, discovery, plugins, telemetry, update } = written();
  assert.equal(agents.defaults.heartbeat.every, "0m");
  assert.equal(plugins.entries["memory-core"].config.dreaming.enabled, false);
  assert.deepEqual([telemetry.enabled, update.checkOnStart, update.auto.enabled, discovery.mdns.mode], [false, false, false, "off"]);
});

test("a later start leaves the owner's configuration alone", () => {
  configure(CELL);
  writeFileSync(join(state, "openclaw.json"), '{"mine": true}');
  assert.equal(configure(CELL).status, 0);
  assert.deepEqual(written(), { mine: true });
});

test("a new model key takes the place of the old one and of nothing else", () => {
  configure(CELL);
  const mine = { models: { a: CELL.modelKey, b: CELL.modelKey, c: "my-own-key" } };
  writeFileSync(join(state, "openclaw.json"), JSON.stringify(mine));

  mkdirSync(join(state, "agents", "main", "agent"), { recursive: true });
  mkdirSync(join(state, "agents", "another"));
  const kept = join(state, "agents", "main", "agent", "models.json");
  writeFileSync(kept, JSON.stringify(CELL.modelKey));

  assert.equal(configure({ ...CELL, modelKey: "the-$&-second" }).status, 0);
  assert.equal(readFileSync(kept, "utf8"), '"the-$&-second"');
  assert.deepEqual(written(), { models: { a: "the-$&-second", b: "the-$&-second", c: "my-own-key" } });
  assert.equal(statSync(join(state, "openclaw.json")).mode & 0o777, 0o600);

  configure({ ...CELL, modelKey: "the-third" });
  assert.equal(written().models.a, "the-third");
});

test("a start that was killed before it had noted the new key replaces it again", () => {
  configure(CELL);
  const given = readFileSync(join(state, ".clawstead", "given-model-key"), "utf8");
  configure({ ...CELL, modelKey: "the-second" });
  writeFileSync(join(state, ".clawstead", "given-model-key"), given);

  assert.equal(configure({ ...CELL, modelKey: "the-second" }).status, 0);
  assert.equal(written().models.providers.clawstead.apiKey, "the-second");
});

test("without a good cell.json it says why, without the key, and ends with 78", () => {
  for (const cell of [undefined, "{", { ...CELL, origin: "" }]) {
    const { status, stderr } = configure(cell);
    assert.equal(status, 78);
    assert.match(stderr, /cell\.json/);
    assert.ok(!stderr.includes(CELL.key));
  }
});
