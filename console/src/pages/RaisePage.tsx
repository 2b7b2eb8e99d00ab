import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useParams } from 'react-router';
import { Problem } from '../api/problem';
import { useRaise, useTakeRaise } from '../api/spending';
import type { Raise } from '../api/spendingTypes';
import { dollars, whole } from '../parts/amounts';
import { Page } from '../parts/Page';
import { PageSkeleton } from '../parts/PageSkeleton';
import { ProblemNote } from '../parts/ProblemNote';
import { exact } from '../parts/times';
import classes from './RaisePage.module.css';

/** Where a mail's link leads: shows what would be raised, and does it at the press of a button. */
export function RaisePage() {
  const { token = '' } = useParams();
  const raise = useRaise(token);
  if (raise.data === undefined) {
    return raise.isError ? (
      <Void error={raise.error} onRetry={() => void raise.refetch()} />
    ) : (
      <PageSkeleton />
    );
  }
  return <Offer token={token} raise={raise.data} />;
}

function Void({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const over = error instanceof Problem && error.status >= 400 && error.status < 500;
  return (
    <div className={classes.narrow}>
      <Page title="Raise a cap">
        {over ? (
          <p>This link has ended or was never given. Sign in to raise a cap in the console.</p>
        ) : (
          <ProblemNote error={error} onRetry={onRetry} />
        )}
      </Page>
    </div>
  );
}

function Offer({ token, raise }: { token: string; raise: Raise }) {
  const take = useTakeRaise(token);
  const used = words(raise.spentMicros, raise.spentTokens, raise.capMicros, raise.capTokens);
  return (
    <div className={classes.narrow}>
      <Page title={`Raise the cap of ${raise.agentName}`}>
        <div className={`card ${classes.offer ?? ''}`}>
          <dl>
            <dt>Used this {raise.period}</dt>
            <dd>{used}</dd>
            <dt>Cap now</dt>
            <dd>{amount(raise.capMicros, raise.capTokens)}</dd>
            <dt>Cap until the month ends</dt>
            <dd>
              <strong>{amount(raise.toMicros, raise.toTokens)}</strong>
            </dd>
          </dl>
          {take.isError && <ProblemNote error={take.error} />}
          {raise.done ? (
            <p role="status" className={classes.done}>
              <IconCircleCheck size={22} aria-hidden /> Raised. {raise.agentName} works again on its
              next turn.
            </p>
          ) : (
            <>
              <Button
                size="md"
                fullWidth
                loading={take.isPending}
                onClick={() => {
                  take.mutate();
                }}
              >
                Raise it for this month
              </Button>
              <p className="muted">This link works until {exact(raise.expiresAt)}.</p>
            </>
          )}
        </div>
      </Page>
    </div>
  );
}

function amount(micros: number | null, tokens: number | null): string {
  const parts = [
    micros === null ? null : dollars(micros),
    tokens === null ? null : `${whole(tokens)} tokens`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'none' : parts.join(' and ');
}

/** Only in what the cap is counted in. */
function words(
  micros: number,
  tokens: number,
  capMicros: number | null,
  capTokens: number | null,
): string {
  return amount(capMicros === null ? null : micros, capTokens === null ? null : tokens);
}
