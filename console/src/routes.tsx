import { createBrowserRouter } from 'react-router';
import { AgentPage } from './pages/AgentPage';
import { OverviewSection } from './pages/agent/OverviewSection';
import { AgentsPage } from './pages/AgentsPage';
import { BrokenPage } from './pages/BrokenPage';
import { NotFoundPage } from './pages/NotFoundPage';
import { SignInPage } from './pages/SignInPage';
import { SignUpPage } from './pages/SignUpPage';
import { PageSkeleton } from './parts/PageSkeleton';
import { RequireOperator, RequireSession } from './parts/Require';
import { Shell } from './parts/Shell';

const spend = () => import('./pages/spending');
const ops = () => import('./pages/ops/pages');

export const router = createBrowserRouter([
  {
    errorElement: <BrokenPage />,
    hydrateFallbackElement: <PageSkeleton />,
    children: [
      { path: '/', element: <SignUpPage /> },
      {
        element: <Shell />,
        children: [
          { path: 'sign-in', element: <SignInPage /> },
          {
            path: 'raise/:token',
            lazy: async () => ({ Component: (await spend()).RaisePage }),
          },
          {
            element: <RequireSession />,
            children: [
              { path: 'agents', element: <AgentsPage /> },
              { path: 'models', lazy: async () => ({ Component: (await spend()).ModelsPage }) },
              { path: 'account', lazy: async () => ({ Component: (await spend()).AccountPage }) },
              {
                path: 'agents/:id',
                element: <AgentPage />,
                children: [
                  { index: true, element: <OverviewSection /> },
                  {
                    path: 'usage',
                    lazy: async () => ({ Component: (await spend()).UsageSection }),
                  },
                  { path: 'caps', lazy: async () => ({ Component: (await spend()).CapsSection }) },
                  { path: 'keys', lazy: async () => ({ Component: (await spend()).KeysSection }) },
                ],
              },
            ],
          },
          {
            path: 'ops',
            element: <RequireOperator />,
            children: [
              {
                lazy: async () => ({ Component: (await ops()).OpsLayout }),
                children: [
                  { index: true, lazy: async () => ({ Component: (await ops()).NodesPage }) },
                  { path: 'pools', lazy: async () => ({ Component: (await ops()).PoolsPage }) },
                  { path: 'orders', lazy: async () => ({ Component: (await ops()).OrdersPage }) },
                  {
                    path: 'instances',
                    lazy: async () => ({ Component: (await ops()).InstancesPage }),
                  },
                  { path: 'effects', lazy: async () => ({ Component: (await ops()).EffectsPage }) },
                  {
                    path: 'providers',
                    lazy: async () => ({ Component: (await ops()).ProvidersPage }),
                  },
                  { path: 'usage', lazy: async () => ({ Component: (await ops()).SpendingPage }) },
                  {
                    path: 'breakers',
                    lazy: async () => ({ Component: (await ops()).BreakersPage }),
                  },
                  { path: 'mails', lazy: async () => ({ Component: (await ops()).MailsPage }) },
                ],
              },
            ],
          },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
]);
