import { Access } from './Access';
import classes from './Agent.module.css';
import { Chat } from './chat/Chat';
import { useSeen } from './seen';
import { Situation } from './Situation';
import { Timeline } from './Timeline';

/** The agent itself to talk with, how it is, how to reach it, and what happened to it. */
export function OverviewSection() {
  const { agent, timeline } = useSeen();
  const here = agent.state !== 'deleted' && agent.state !== 'deleting';
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        {here ? <Chat agent={agent} /> : <Situation agent={agent} />}
        {agent.state !== 'deleted' && <Access agent={agent} />}
      </div>
      <div className={classes.column}>
        {here && <Situation agent={agent} />}
        <Timeline items={timeline.data} mode={timeline.mode} error={timeline.error} />
      </div>
    </div>
  );
}
