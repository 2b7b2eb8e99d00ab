import { useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { useMe } from '../api/session';
import { AccountMenu } from './AccountMenu';
import { ConnectionBanner } from './ConnectionBanner';
import { Mark } from './Mark';
import { SchemeToggle } from './SchemeToggle';
import classes from './Shell.module.css';

/** What surrounds every page but the front door: the way around, the account, the state of the line. */
export function Shell() {
  const me = useMe().data;
  return (
    <>
      <a className={classes.skip} href="#content">
        Skip to content
      </a>
      <header className={classes.header}>
        <NavLink
          to={me ? '/agents' : '/'}
          className={classes.brand ?? ''}
          aria-label="Clawstead, start"
        >
          <Mark />
          <span>Clawstead</span>
        </NavLink>
        <nav aria-label="Main" className={classes.nav}>
          {me && <NavLink to="/agents">Agents</NavLink>}
          {me && <NavLink to="/models">Models</NavLink>}
          {me?.account.role === 'operator' && <NavLink to="/ops">Operations</NavLink>}
        </nav>
        <SchemeToggle />
        {me && <AccountMenu me={me} />}
      </header>
      <ConnectionBanner />
      <Content />
    </>
  );
}

/** Moves the focus to the new page, so that a screen reader starts there and not in the header. */
function Content() {
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname) {
      shown.current = pathname;
      main.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }, [pathname]);
  return (
    <main id="content" ref={main} tabIndex={-1}>
      <Outlet />
    </main>
  );
}
