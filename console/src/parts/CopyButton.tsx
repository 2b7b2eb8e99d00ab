import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** Copies a value and says so, to the eye and to the ear. */
export function CopyButton({ value, what }: { value: string; what: string }) {
  const clipboard = useClipboard({ timeout: 2_000 });
  const hint = clipboard.copied ? 'Copied' : clipboard.error ? 'Copying is blocked here' : 'Copy';
  return (
    <>
      <Tooltip label={hint} withArrow openDelay={150}>
        <ActionIcon
          variant="subtle"
          color={clipboard.copied ? 'kelp' : 'gray'}
          size="lg"
          aria-label={`Copy ${what}`}
          onClick={() => {
            clipboard.copy(value);
          }}
        >
          {clipboard.copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
        </ActionIcon>
      </Tooltip>
      <VisuallyHidden role="status">{clipboard.copied ? `Copied ${what}` : ''}</VisuallyHidden>
    </>
  );
}
