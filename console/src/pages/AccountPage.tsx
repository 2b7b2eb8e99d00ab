import { useModels } from '../api/spending';
import { Page } from '../parts/Page';
import { AccountCaps } from './account/AccountCaps';
import { AddProviderKey } from './providerKeys/AddProviderKey';
import { ProviderKeys } from './providerKeys/ProviderKeys';
import classes from './providerKeys/ProviderKeys.module.css';

const USUAL = ['openai', 'anthropic', 'xai', 'google'];

/** What belongs to the account and not to one agent: caps of them all, keys at model providers. */
export function AccountPage() {
  const models = useModels().data ?? [];
  const named = models.flatMap(({ links }) => links.map(({ provider }) => provider));
  const providers = named.length === 0 ? USUAL : [...new Set(named)].sort();
  return (
    <Page title="Account">
      <div className={classes.panels}>
        <section className={`card ${classes.panel ?? ''}`} aria-labelledby="caps">
          <h2 id="caps">Caps of all your agents together</h2>
          <p className="muted">
            They hold beside those of your plan and of each agent. An empty field is no cap. Days
            and months are those of UTC.
          </p>
          <AccountCaps />
        </section>
        <section className={`card ${classes.panel ?? ''}`} aria-labelledby="byok">
          <h2 id="byok">Your own provider keys</h2>
          <p className="muted">
            With a key of yours, calls to that provider go on your bill there. They count for caps
            of your own, use up nothing of your plan and are not charged here.
          </p>
          <ProviderKeys path="/provider-keys" empty="None yet; Clawstead’s own are used." />
        </section>
        <section className={`card ${classes.panel ?? ''}`} aria-labelledby="add">
          <h2 id="add">Add one</h2>
          <AddProviderKey path="/provider-keys" providers={providers} />
        </section>
      </div>
    </Page>
  );
}
