import { Button, Modal, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useOpsList } from '../../api/ops';
import type { OpsMail } from '../../api/spendingTypes';
import { Ago } from '../../parts/Ago';
import { Page } from '../../parts/Page';
import { StateCell, Two } from '../../parts/cells';
import { Records, type Column } from '../../parts/Records';
import classes from './MailsPage.module.css';

/** What was sent to whom, and how it looks there. */
export function MailsPage() {
  const [shown, setShown] = useState<OpsMail | null>(null);
  const columns: Column<OpsMail>[] = [
    { label: 'Mail', cell: ({ subject, to }) => <Two main={subject} below={to} /> },
    { label: 'State', cell: ({ state, problem }) => <StateCell state={state} problem={problem} /> },
    { label: 'Written', cell: ({ createdAt }) => <Ago at={createdAt} /> },
    { label: 'Sent', cell: ({ sentAt }) => (sentAt === null ? 'not yet' : <Ago at={sentAt} />) },
    {
      label: 'Content',
      cell: (mail) => (
        <Button
          size="xs"
          variant="default"
          aria-label={`Show ${mail.subject} to ${mail.to}`}
          onClick={() => {
            setShown(mail);
          }}
        >
          Show
        </Button>
      ),
    },
  ];
  return (
    <Page title="Mails" wide>
      <Records
        caption="Mails"
        columns={columns}
        keyOf={({ id }) => id}
        query={useOpsList<OpsMail>('mails')}
        empty="No mail was written yet."
      />
      <Modal
        opened={shown !== null}
        onClose={() => {
          setShown(null);
        }}
        title={shown?.subject}
        size="xl"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {shown !== null && <Content mail={shown} />}
      </Modal>
    </Page>
  );
}

function Content({ mail }: { mail: OpsMail }) {
  const [form, setForm] = useState('html');
  return (
    <>
      <SegmentedControl
        aria-label="Form"
        value={form}
        onChange={setForm}
        data={[
          { value: 'html', label: 'As it looks' },
          { value: 'text', label: 'Plain text' },
        ]}
        mb="sm"
      />
      {form === 'html' ? (
        // Sandboxed without exceptions: it runs nothing and leads nowhere.
        <iframe
          className={classes.frame}
          sandbox=""
          srcDoc={mail.html}
          title={`Mail to ${mail.to}`}
        />
      ) : (
        <pre className={classes.text} tabIndex={0} aria-label={`Text of the mail to ${mail.to}`}>
          {mail.text}
        </pre>
      )}
    </>
  );
}
