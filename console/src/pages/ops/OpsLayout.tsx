import { NavLink, Outlet } from 'react-router';
import classes from './OpsLayout.module.css';
import { StatusStrip } from './StatusStrip';

const LISTS = [
  ['/ops', 'Nodes'],
  ['/ops/pools', 'Pools'],
  ['/ops/orders', 'Orders'],
  ['/ops/instances', 'Instances'],
  ['/ops/effects', 'Effects'],
  ['/ops/providers', 'Providers'],
  ['/ops/usage', 'Usage'],
  ['/ops/breakers', 'Breakers'],
  ['/ops/mails', 'Mails'],
] as const;

/** The operator's frame: is everything up, and which list to look at. */
export function OpsLayout() {
  return (
    <>
      <div className={classes.bar}>
        <StatusStrip />
        <nav aria-label="Operations" className={classes.lists}>
          {LISTS.map(([to, label]) => (
            <NavLink key={to} to={to} end>
              {label}
            </NavLink>
          ))}
        </nav>
      </div>
      <Outlet />
    </>
  );
}
