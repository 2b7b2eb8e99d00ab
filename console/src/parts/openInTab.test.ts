import { afterEach, expect, it, vi } from 'vitest';
import { openInTab } from './openInTab';

afterEach(() => {
  vi.restoreAllMocks();
});

function opens() {
  const tab = {
    opener: 'us' as unknown,
    closed: false,
    location: { replace: vi.fn() },
    close: vi.fn(),
  };
  const open = vi.spyOn(window, 'open').mockReturnValue(tab as unknown as Window);
  return { tab, open };
}

it('opens the tab before it asks for the address', async () => {
  const { tab, open } = opens();

  await openInTab(() => {
    expect(open).toHaveBeenCalledOnce();
    return Promise.resolve('http://agent/');
  });

  expect(tab.location.replace).toHaveBeenCalledWith('http://agent/');
  expect(tab.opener).toBeNull();
});

it('closes the tab again when there is no address', async () => {
  const { tab } = opens();

  await expect(openInTab(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');

  expect(tab.close).toHaveBeenCalledOnce();
});

it('says so when the browser blocks the tab', async () => {
  vi.spyOn(window, 'open').mockReturnValue(null);

  await expect(openInTab(() => Promise.resolve('x'))).rejects.toThrow('blocked');
});
