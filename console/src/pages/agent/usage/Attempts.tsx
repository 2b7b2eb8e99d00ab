import { useAttempts } from '../../../api/spending';
import type { Attempt } from '../../../api/spendingTypes';
import { Ago } from '../../../parts/Ago';
import { dollars, seconds, whole } from '../../../parts/amounts';
import { Records, type Column } from '../../../parts/Records';
import { StateCell, Two } from '../../../parts/cells';
import classes from './Attempts.module.css';
import { Said } from './Said';

const COLUMNS: Column<Attempt>[] = [
  { label: 'When', cell: ({ at }) => <Ago at={at} /> },
  {
    label: 'Model',
    cell: ({ alias, provider, model }) => <Two main={alias} below={`${provider} ${model}`} />,
  },
  {
    label: 'Outcome',
    cell: ({ outcome, problem }) => <StateCell state={outcome} problem={problem} />,
  },
  { label: 'Tokens', number: true, cell: ({ ratedTokens }) => whole(ratedTokens) },
  {
    label: 'Cost',
    number: true,
    cell: ({ micros, estimated }) => (estimated ? `about ${dollars(micros)}` : dollars(micros)),
  },
  { label: 'First word', number: true, cell: ({ firstByteMicros }) => seconds(firstByteMicros) },
];

function withSaid(agent: string): Column<Attempt>[] {
  return [
    ...COLUMNS,
    { label: 'Said', cell: (attempt) => <Said agent={agent} attempt={attempt} /> },
  ];
}

/** The last requests, newest first, with what they cost and how they ended. */
export function Attempts({ agent }: { agent: string }) {
  const attempts = useAttempts(agent);
  const columns = attempts.data?.some(({ content }) => content) ? withSaid(agent) : COLUMNS;
  return (
    <section aria-labelledby="attempts">
      <h2 id="attempts" className={classes.title}>
        Last requests
      </h2>
      <Records
        caption="Last requests"
        columns={columns}
        keyOf={({ id }) => id}
        query={attempts}
        empty="The agent has not asked a model yet. Say hello to it."
      />
    </section>
  );
}
