// Writes openclaw.json at the first start. Later the file is the owner's: only a model key of the cell's own that is not
// the newest any more is replaced in it.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";

import { PORT, readCell, STATE } from "./cell.mjs";

const EX_CONFIG = 78;
const OWNER = "owner";
// The model key that openclaw.json was last given, which may stand there in several places by now.
const GIVEN = `${STATE}/.clawstead/given-model-key`;

function configuration(cell) {
  return {
    gateway: {
      mode: "local",
      port: PORT,
      bind: "lan",
      // The guard admits only who has the cell's key, whatever address the router comes from, and names it the owner.
      trustedProxies: ["0.0.0.0/0"],
      auth: {
        mode: "trusted-proxy",
        // For openclaw's own command line inside the cell.
        password: cell.key,
        trustedProxy: { userHeader: "x-clawstead-user", allowUsers: [OWNER], deviceAutoApprove: { enabled: true } },
        identityScopes: {
          [OWNER]: ["operator.admin", "operator.read", "operator.write", "operator.approvals", "operator.pairing", "operator.questions", "operator.talk.secrets"],
        },
      },
      controlUi: { allowedOrigins: [cell.origin] },
      http: { endpoints: { chatCompletions: { enabled: true } } },
    },
    discovery: { mdns: { mode: "off" } },
    update: { checkOnStart: false, auto: { enabled: false } },
    telemetry: { enabled: false },
    plugins: {
      entries: {
        "admin-http-rpc": { enabled: true },
        "memory-core": { config: { dreaming: { enabled: false } } },
      },
    },
    models: {
      mode: "replace",
      providers: {
        clawstead: {
          baseUrl: `${cell.gatewayUrl.replace(/\/+$/, "")}/v1`,
          apiKey: cell.modelKey,
          api: "openai-completions",
          models: [
            {
              id: "default",
              name: "Default",
              contextWindow: 128000,
              maxTokens: 8192,
              compat: { supportsUsageInStreaming: true, supportsPromptCacheKey: true },
            },
          ],
        },
      },
    },
    agents: { defaults: { model: { primary: "clawstead/default" }, heartbeat: { every: "0m" } } },
  };
}

function write(path, text) {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

// An owner's configuration may have OpenClaw keep what it once wrote of its providers for each of its agents.
function withModelKeys() {
  const agents = `${STATE}/agents`;
  const names = existsSync(agents) ? readdirSync(agents) : [];
  return [`${STATE}/openclaw.json`, ...names.map((name) => `${agents}/${name}/agent/models.json`)].filter((path) => existsSync(path));
}

function replaceModelKey(key) {
  const given = existsSync(GIVEN) ? readFileSync(GIVEN, "utf8") : key;
  for (const path of given === key ? [] : withModelKeys()) {
    const text = readFileSync(path, "utf8");
    if (text.includes(given)) write(path, text.replaceAll(given, () => key));
  }
}

try {
  const cell = readCell();
  const path = `${STATE}/openclaw.json`;
  if (existsSync(path)) replaceModelKey(cell.modelKey);
  else write(path, `${JSON.stringify(configuration(cell), null, 2)}\n`);
  // Last: whoever is killed before it replaces the same key again.
  write(GIVEN, cell.modelKey);
} catch (error) {
  console.error(`openclaw cell: ${error.message}. The platform writes cell.json before the first start, readable by uid ${process.getuid()}.`);
  process.exit(EX_CONFIG);
}
