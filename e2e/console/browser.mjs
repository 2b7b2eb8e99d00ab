import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** A Chromium that talks to nobody but the pages it is sent to. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const VIEWPORTS = {
  desktop: { width: 1360, height: 860 },
  phone: { width: 390, height: 844 },
};

export function scratch() {
  return mkdtemp(join(tmpdir(), 'console-e2e-'));
}

/** Watches a page for what must never happen: other hosts, refused content, thrown errors. */
export function watch(context, consoleUrl) {
  const seen = { foreign: new Set(), complaints: [] };
  const home = new URL(consoleUrl).host;
  context.on('request', (request) => {
    const url = new URL(request.url());
    // Agents live on hosts of their own, which the console's chat talks to.
    const agent = /\.agents\.[^/]+\/v1\/chat\/completions$/.test(url.href);
    const own = url.protocol === 'data:' || url.protocol === 'blob:' || url.host === home || agent;
    // An agent's page is another site; what it loads is its own business.
    const fromConsole = request.frame().url().startsWith(consoleUrl);
    if (!own && fromConsole && !request.isNavigationRequest()) {
      seen.foreign.add(url.host);
    }
  });
  context.on('weberror', (error) => seen.complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) {
      seen.complaints.push(message.text());
    }
  });
  return seen;
}
