/** All of the operator's pages: one chunk that customers never load. */
export { EffectsPage } from './EffectsPage';
export { InstancesPage } from './InstancesPage';
export { NodesPage } from './NodesPage';
export { OpsLayout } from './OpsLayout';
export { OrdersPage } from './OrdersPage';
export { PoolsPage } from './PoolsPage';
