import { Button } from '@mantine/core';
import { Empty } from '../parts/Empty';
import { useTitle } from '../parts/Page';

/** The page itself failed: an error of ours, or a new version that replaced the one loaded. */
export function BrokenPage() {
  useTitle('Something broke');
  return (
    <main>
      <Empty
        title="This page broke"
        text="It is the page, not your agent: that runs on. Reloading mends most of these."
      >
        <Button
          onClick={() => {
            window.location.reload();
          }}
        >
          Reload
        </Button>
      </Empty>
    </main>
  );
}
