import { Button } from '@mantine/core';
import classes from './Caps.module.css';

/** The button that saves a form of caps, and whether it has. */
export function SaveCaps({
  saving,
  dirty,
  saved,
}: {
  saving: boolean;
  dirty: boolean;
  saved: boolean;
}) {
  return (
    <div className={classes.save}>
      <Button type="submit" loading={saving} disabled={!dirty}>
        Save caps
      </Button>
      <span role="status" className="muted">
        {saved && !dirty ? 'Saved.' : ''}
      </span>
    </div>
  );
}
