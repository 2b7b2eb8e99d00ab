import { randomUUID } from 'node:crypto';

const cookies = new Map();

/** Stands in for the router and the agents behind it: the owner gets in, a stranger does not. */
export function serveAgent(world, request, response) {
  const url = new URL(request.url, 'http://agent');
  const slug = (request.headers.host ?? '').split('.')[0];
  const entry = [...world.instances.values()].find((one) => one.slug === slug);
  if (entry === undefined || entry.instance.state === 'deleted') {
    return response.writeHead(404, HTML).end('<h1>Nobody lives here</h1>');
  }
  if (url.pathname === '/v1/chat/completions') {
    return serveChat(world, entry, request, response);
  }
  const ticket = url.searchParams.get('ticket');
  if (url.pathname === '/.clawstead/open' && world.tickets.get(ticket) === slug) {
    world.tickets.delete(ticket);
    const cookie = randomUUID();
    cookies.set(cookie, slug);
    const headers = { Location: '/', 'Set-Cookie': `clawstead-agent=${cookie}; HttpOnly; SameSite=Lax; Path=/` };
    return response.writeHead(303, headers).end();
  }
  const cookie = /clawstead-agent=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  const bearer = request.headers.authorization === `Bearer ${entry.instance.accessToken}`;
  if (!bearer && cookies.get(cookie) !== slug) {
    return response.writeHead(401, HTML).end('<h1>This agent is private</h1>');
  }
  return response.writeHead(200, HTML).end(`<title>Agent</title><h1>${slug} answers</h1>`);
}

/** The chat as the router lets the console have it: with its pass, for its own origin. */
async function serveChat(world, entry, request, response) {
  const { origin, authorization } = request.headers;
  const cors = origin === world.consoleUrl ? { 'Access-Control-Allow-Origin': origin, Vary: 'Origin' } : {};
  if (request.method === 'OPTIONS') {
    const allow = { 'Access-Control-Allow-Methods': 'POST', 'Access-Control-Allow-Headers': 'authorization, content-type' };
    return response.writeHead(204, { ...cors, ...allow }).end();
  }
  if (authorization !== `Bearer csc_${entry.slug}`) {
    return response.writeHead(401, cors).end('{}');
  }
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const said = JSON.parse(Buffer.concat(chunks).toString()).messages.at(-1).content;
  if (/the cap/i.test(said)) {
    const message = 'Usage limit exhausted, resets 2026-12-01. Its owner can raise it in the console.';
    return response.writeHead(429, { ...cors, 'Content-Type': 'application/json' }).end(JSON.stringify({ error: { message, type: 'usage_limit_reached' } }));
  }
  response.writeHead(200, { ...cors, 'Content-Type': 'text/event-stream' });
  for (const word of `You said: **${said}**\n\n- a list\n- of \`two\` things`.split(/(?= )/)) {
    response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: word }, finish_reason: null }] })}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`);
  return response.end('data: [DONE]\n\n');
}

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
