/** A line for the terminal that calls the agent as its owner. */
export function curlLine(url: string, token: string): string {
  const address = url.endsWith('/') ? url : `${url}/`;
  return `curl -H 'Authorization: Bearer ${token}' ${address}`;
}

/** Enough of a token to tell it from another one. */
export function masked(token: string): string {
  return `${token.slice(0, 4)}${'•'.repeat(16)}`;
}
