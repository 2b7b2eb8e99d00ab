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

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
