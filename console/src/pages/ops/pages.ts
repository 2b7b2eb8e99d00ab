/** All of the operator's pages: one chunk that customers never load. */
export { BreakersPage } from './BreakersPage';
export { EffectsPage } from './EffectsPage';
export { InstancesPage } from './InstancesPage';
export { MailsPage } from './MailsPage';
export { NodesPage } from './NodesPage';
export { OpsLayout } from './OpsLayout';
export { OrdersPage } from './OrdersPage';
export { PoolsPage } from './PoolsPage';
export { ProvidersPage } from './ProvidersPage';
export { SpendingPage } from './SpendingPage';
