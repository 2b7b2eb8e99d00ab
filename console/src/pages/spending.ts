/** Usage, caps, keys and models: one chunk, which nobody loads before he wants to know. */
export { AccountPage } from './AccountPage';
export { CapsSection } from './agent/CapsSection';
export { KeysSection } from './agent/KeysSection';
export { UsageSection } from './agent/UsageSection';
export { ModelsPage } from './ModelsPage';
export { RaisePage } from './RaisePage';
