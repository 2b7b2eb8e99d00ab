import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import Markdown from './Markdown';

afterEach(cleanup);

function shown(text: string): HTMLElement {
  return render(<Markdown text={text} />).container;
}

it('shows Markdown as what it means', () => {
  const html = shown('# Hi\n\n- **one**\n\n| a |\n|---|\n| b |').innerHTML;

  expect(html).toContain('<strong>one</strong>');
  expect(html).toContain('<td>b</td>');
});

it('runs nothing and loads nothing that an agent writes', () => {
  const box = shown(
    '<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n' +
      '[x](javascript:alert(1)) ![spy](https://evil.example/p.png)\n\n<iframe src="https://e"></iframe>',
  );

  expect(box.querySelector('script, img, iframe, [onerror]')).toBeNull();
  expect(box.innerHTML).not.toContain('href="javascript');
  expect(box.querySelector('a[href="https://evil.example/p.png"]')?.getAttribute('rel')).toBe(
    'noreferrer nofollow',
  );
});
