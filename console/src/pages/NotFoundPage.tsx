import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Empty } from '../parts/Empty';
import { useTitle } from '../parts/Page';

/** No such page, or not yours to see. */
export function NotFoundPage() {
  useTitle('Not found');
  return (
    <Empty title="Nobody lives here" text="This page does not exist, or it is not yours to see.">
      <Button component={Link} to="/agents" variant="default">
        Go to my agents
      </Button>
    </Empty>
  );
}
