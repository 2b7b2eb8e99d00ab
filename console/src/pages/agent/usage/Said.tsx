import { Button, Modal, Skeleton, Stack } from '@mantine/core';
import { useState } from 'react';
import { useContent } from '../../../api/capture';
import type { Attempt } from '../../../api/spendingTypes';
import { CopyButton } from '../../../parts/CopyButton';
import { ProblemNote } from '../../../parts/ProblemNote';
import { exact } from '../../../parts/times';
import agentClasses from '../Agent.module.css';
import classes from './Keeping.module.css';
import { readable } from './readable';

/** Leads to what was said in a call, where that was kept. */
export function Said({ agent, attempt }: { agent: string; attempt: Attempt }) {
  const [open, setOpen] = useState(false);
  if (!attempt.content) {
    return <span className="muted">not kept</span>;
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Read what was said on ${exact(attempt.at)}`}
        onClick={() => {
          setOpen(true);
        }}
      >
        Read
      </Button>
      <Modal
        opened={open}
        onClose={() => {
          setOpen(false);
        }}
        title={`${attempt.alias}, ${exact(attempt.at)}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
        size="xl"
      >
        <Words agent={agent} attempt={attempt.id} />
      </Modal>
    </>
  );
}

export function Words({ agent, attempt }: { agent: string; attempt: string }) {
  const content = useContent(agent, attempt);
  if (content.data === undefined) {
    return content.isError ? (
      <ProblemNote error={content.error} onRetry={() => void content.refetch()} />
    ) : (
      <Skeleton height={240} radius="md" aria-label="Loading what was said" />
    );
  }
  const { request, response, truncated, expiresAt } = content.data;
  return (
    <Stack gap="md">
      {truncated && (
        <p className="muted">More was said than is kept: only the beginning is here.</p>
      )}
      <Part title="Asked" words={readable(request)} />
      {response === null ? (
        <p className="muted">Nothing was answered.</p>
      ) : (
        <Part title="Answered" words={readable(response)} />
      )}
      <p className="muted">Deleted by itself on {exact(expiresAt)}.</p>
    </Stack>
  );
}

function Part({ title, words }: { title: string; words: string }) {
  return (
    <section className={classes.said} aria-label={title}>
      <h3>{title}</h3>
      <div className={agentClasses.field}>
        <pre tabIndex={0}>{words}</pre>
        <CopyButton value={words} what={title === 'Asked' ? 'request' : 'answer'} />
      </div>
    </section>
  );
}
