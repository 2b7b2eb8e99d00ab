import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answer, Refusal } from './api.mjs';
import { serveAgent } from './agent.mjs';
import { World } from './world.mjs';

const DIST = new URL('../../../console/target/dist/', import.meta.url).pathname;
const csp = (agentPort) =>
  `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' http://*.agents.localhost:${agentPort}; frame-ancestors 'none'`;
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Serves the built console and a stand-in for the API, for work on the console alone. `mode` can
 * be set to "down" (nothing answers) or "no-stream" (event streams do not come through).
 */
export async function startMock({ port, operatorEmail, operatorPassword }) {
  const world = new World({ agentPort: port + 1, consoleUrl: `http://127.0.0.1:${port}`, operatorEmail, operatorPassword });
  const mock = { world, mode: 'up', kept: new Map() };
  const server = createServer((request, response) => {
    serve(mock, request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  const agents = createServer((request, response) => serveAgent(world, request, response));
  await Promise.all([listen(server, port), listen(agents, port + 1)]);
  const stop = () => {
    for (const one of [server, agents]) {
      one.closeAllConnections();
      one.close();
    }
  };
  return { url: `http://127.0.0.1:${port}`, stop, world, setMode: (mode) => (mock.mode = mode) };
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
}

async function serve(mock, request, response) {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname.startsWith('/api/')) {
    return serveApi(mock, request, response, url);
  }
  const file = normalize(join(DIST, url.pathname));
  const path = file.startsWith(DIST) && extname(file) !== '' ? file : join(DIST, 'index.html');
  const content = await readFile(path).catch(() => null);
  if (content === null) {
    return response.writeHead(404).end();
  }
  response.writeHead(200, { 'Content-Type': TYPES[extname(path)], 'Content-Security-Policy': csp(mock.world.agentPort), 'Cross-Origin-Opener-Policy': 'same-origin' });
  return response.end(content);
}

async function serveApi(mock, request, response, url) {
  if (mock.mode === 'down') {
    return response.destroy();
  }
  const { headers, method } = request;
  const token = /clawstead-session=([^;]+)/.exec(headers.cookie ?? '')?.[1];
  const path = url.pathname.replace('/api/v1', '');
  const caller = mock.world.sessions.get(token);
  if (headers.accept === 'text/event-stream') {
    return serveStream(mock, caller, path.split('/')[2], request, response);
  }
  const text = await readBody(request);
  const key = method === 'POST' ? headers['idempotency-key'] : undefined;
  let result = mock.kept.get(key);
  if (result === undefined) {
    result = attempt(() => {
      if (method === 'POST' && key === undefined) {
        throw new Refusal(400, 'No key', 'A POST needs the header Idempotency-Key.');
      }
      return answer(mock.world, {
        method,
        path,
        query: url.searchParams,
        body: text === '' ? undefined : JSON.parse(text),
        caller,
        csrf: headers['x-csrf-token'],
        byCookie: true,
      });
    });
    if (key !== undefined) mock.kept.set(key, result);
  }
  const [status, body, session] = result;
  response.writeHead(status, {
    'Content-Type': status < 400 ? 'application/json' : 'application/problem+json',
    ...(session && {
      'Set-Cookie': `clawstead-session=${session.token}; Path=/; HttpOnly; SameSite=Lax`,
    }),
  });
  return response.end(body === undefined ? undefined : JSON.stringify(body));
}

function attempt(action) {
  try {
    return action();
  } catch (error) {
    if (error instanceof Refusal) {
      return [error.body.status, error.body];
    }
    throw error;
  }
}

function serveStream(mock, caller, id, request, response) {
  const entry = mock.world.instances.get(id);
  if (mock.mode === 'no-stream' || caller === undefined || entry === undefined) {
    return response.writeHead(503).end();
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = (event, data) => {
    const eventId = event === 'timeline' ? `id: ${data.id}\n` : '';
    response.write(`event: ${event}\n${eventId}data: ${JSON.stringify(data)}\n\n`);
  };
  const since = Number(request.headers['last-event-id'] ?? 0);
  entry.timeline.filter((item) => item.id > since).forEach((item) => send('timeline', item));
  // As the real one does: the stream ends with the agent.
  const watcher = (about, event, data) => {
    if (about === id) {
      send(event, data);
      if (event === 'instance' && data.state === 'deleted') response.end();
    }
  };
  mock.world.watchers.add(watcher);
  return response.on('close', () => mock.world.watchers.delete(watcher));
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const operator = { operatorEmail: 'operator@clawstead.localhost', operatorPassword: 'operator-password' };
  const { url } = await startMock({ port: Number(process.env.PORT ?? 7490), ...operator });
  console.log(`Console with a stand-in API on ${url}`, operator);
}
