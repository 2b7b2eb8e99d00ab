import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from 'react-router';
import { ChatFailure, type FailureKind } from '../../../api/chat';
import { Problem } from '../../../api/problem';
import classes from './Chat.module.css';

const TITLES: Record<FailureKind, string> = {
  starting: 'The agent is not up yet',
  held: 'The agent is on hold',
  capped: 'The cap is reached',
  unreachable: 'No way to the agent',
  cut: 'The answer broke off',
  refused: 'The agent could not answer',
};

interface TroubleProps {
  agent: string;
  error: unknown;
  onRetry: () => void;
}

/** Why there is no answer, and the way on from here. */
export function Trouble({ agent, error, onRetry }: TroubleProps) {
  const failure = error instanceof ChatFailure ? error : null;
  const title = failure ? TITLES[failure.kind] : titleOf(error);
  const text = failure?.message ?? (error instanceof Error ? error.message : '');
  return (
    <div className={classes.trouble} role="alert">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        <strong>{title}</strong>
        <p>{text}</p>
        <div className={classes.ways}>
          {failure?.kind === 'capped' && (
            <Button component={Link} to={`/agents/${agent}/caps`} size="xs">
              Raise the cap
            </Button>
          )}
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </div>
      </div>
    </div>
  );
}

function titleOf(error: unknown): string {
  return error instanceof Problem ? error.title : 'Something went wrong in this page';
}
