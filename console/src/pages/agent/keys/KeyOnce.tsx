import { Button, Group, Stack, Text } from '@mantine/core';
import type { MintedKey } from '../../../api/spendingTypes';
import { CopyButton } from '../../../parts/CopyButton';
import agentClasses from '../Agent.module.css';

/** A key just minted: the only time it is seen. */
export function KeyOnce({ minted, onClose }: { minted: MintedKey; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text>
        This is <strong>{minted.name}</strong>. Copy it now: it is shown this once and kept nowhere.
      </Text>
      <div className={agentClasses.field}>
        <code className={agentClasses.value} data-testid="minted-key">
          {minted.key}
        </code>
        <CopyButton value={minted.key} what="key" />
      </div>
      <Group justify="flex-end">
        <Button onClick={onClose}>I have it</Button>
      </Group>
    </Stack>
  );
}
