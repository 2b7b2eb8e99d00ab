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
            element: <RequireSession />,
            children: [
              { path: 'agents', element: <AgentsPage /> },
              {
                path: 'agents/:id',
                element: <AgentPage />,
                children: [{ index: true, element: <OverviewSection /> }],
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
