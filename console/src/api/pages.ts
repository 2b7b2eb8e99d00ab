import { get } from './http';
import type { Page } from './types';

const MOST_PAGES = 20;

/** Every item of a list, page by page; only for lists that stay short. */
export async function everything<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer: Page<T> = await get<Page<T>>(withCursor(path, cursor), signal);
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) {
      break;
    }
  }
  return items;
}

export function withCursor(path: string, cursor: string | null): string {
  const separator = path.includes('?') ? '&' : '?';
  const at = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  return `${path}${separator}limit=100${at}`;
}
