import { useEffect, type ReactNode } from 'react';
import classes from './Page.module.css';

interface PageProps {
  title: string;
  /** Shown on the page in place of the title, when it needs more than words. */
  heading?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** The frame of a page: its title in the tab and at the top, its actions beside it. */
export function Page({ title, heading, actions, wide = false, children }: PageProps) {
  useTitle(title);
  return (
    <div className={classes.page} data-wide={wide || undefined}>
      <div className={classes.top}>
        <div className={classes.heading}>{heading ?? <h1>{title}</h1>}</div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Clawstead`;
  }, [title]);
}
