import type { ReactNode } from 'react';
import classes from './Empty.module.css';
import { Mark } from './Mark';

interface EmptyProps {
  title: string;
  text: string;
  /** The heading's level is 2 inside a page that has its own title. */
  inside?: boolean;
  children?: ReactNode;
}

/** Nothing to show, and what to do about it. */
export function Empty({ title, text, inside = false, children }: EmptyProps) {
  const Heading = inside ? 'h2' : 'h1';
  return (
    <div className={classes.empty}>
      <span className={classes.mark}>
        <Mark size={56} />
      </span>
      <Heading>{title}</Heading>
      <p>{text}</p>
      {children}
    </div>
  );
}
