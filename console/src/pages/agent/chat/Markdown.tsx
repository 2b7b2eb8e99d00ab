import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

/**
 * What an agent writes is not ours: no HTML of its own, no picture that would tell somebody else
 * that it was looked at, and links that lead away without a trace.
 */
const COMPONENTS: Components = {
  a: ({ href, children }) => away(href, children),
  img: ({ src, alt }) => away(typeof src === 'string' ? src : undefined, alt ?? 'picture'),
  table: ({ children }) => (
    <div data-scrolls tabIndex={0} role="region" aria-label="Table">
      <table>{children}</table>
    </div>
  ),
  pre: ({ children }) => (
    <pre tabIndex={0} data-scrolls>
      {children}
    </pre>
  ),
  input: ({ checked }) => <span>{checked === true ? '☑' : '☐'} </span>,
};

export default function Markdown({ text }: { text: string }) {
  return (
    <ReactMarkdown remarkPlugins={[remarkGfm]} components={COMPONENTS}>
      {text}
    </ReactMarkdown>
  );
}

function away(href: string | undefined, children: ReactNode) {
  return href === undefined || href === '' ? (
    <span>{children}</span>
  ) : (
    <a href={href} target="_blank" rel="noreferrer nofollow">
      {children}
    </a>
  );
}
