import { Link } from 'react-router';
import type { Instance } from '../api/types';
import { Ago } from '../parts/Ago';
import { OpenAgent } from '../parts/OpenAgent';
import { StateBadge } from '../parts/StateBadge';
import classes from './AgentCard.module.css';
import { usePlaceNames } from './usePlaceNames';

/** One agent in the list: how it is, where it is, and the way in. */
export function AgentCard({ instance }: { instance: Instance }) {
  const { planName, regionName } = usePlaceNames();
  return (
    <article className={`card ${classes.card ?? ''}`}>
      <div className={classes.top}>
        <h2>
          <Link to={`/agents/${instance.id}`}>{instance.name}</Link>
        </h2>
        <StateBadge state={instance.state} />
      </div>
      <Where instance={instance} />
      <div className={classes.bottom}>
        <span>
          {planName(instance.plan)}, {regionName(instance.region)}
          <br />
          made <Ago at={instance.createdAt} />
        </span>
        {instance.state === 'running' && <OpenAgent instance={instance} size="xs" />}
      </div>
    </article>
  );
}

/** The address, or why there is none to go to. */
function Where({ instance }: { instance: Instance }) {
  if (instance.state === 'failed') {
    return <p className={classes.problem}>{instance.problem ?? 'It could not be started.'}</p>;
  }
  if (instance.url === null) {
    return <p className={classes.waiting}>It waits for its home.</p>;
  }
  const address = instance.url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return <p className={classes.address}>{address}</p>;
}
