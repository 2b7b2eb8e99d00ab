import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Problem } from '../api/problem';

interface ProblemNoteProps {
  error: unknown;
  onRetry?: () => void;
}

/** Says what went wrong and, where it helps, offers to try again. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const problem = error instanceof Problem ? error : null;
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      icon={<IconAlertTriangle size={20} aria-hidden />}
      title={problem?.title ?? 'Something went wrong in this page'}
      styles={{ title: { color: 'var(--cs-bad)' }, message: { color: 'inherit' } }}
    >
      {problem?.message ?? 'Reload the page. If it happens again, tell us what you did.'}
      {onRetry !== undefined && (
        <div>
          <Button size="xs" variant="default" mt="sm" onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </Alert>
  );
}
