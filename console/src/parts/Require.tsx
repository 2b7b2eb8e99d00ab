import { Navigate, Outlet, useLocation } from 'react-router';
import { useMe } from '../api/session';
import { NotFoundPage } from '../pages/NotFoundPage';
import { PageSkeleton } from './PageSkeleton';
import { Page } from './Page';
import { ProblemNote } from './ProblemNote';

/** Lets signed-in people through; sends others to sign in, and back here afterwards. */
export function RequireSession() {
  const me = useMe();
  const { pathname, search } = useLocation();
  if (me.data) {
    return <Outlet />;
  }
  if (me.data === null) {
    return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  }
  if (me.isError) {
    return (
      <Page title="Not reachable">
        <ProblemNote error={me.error} onRetry={() => void me.refetch()} />
      </Page>
    );
  }
  return <PageSkeleton />;
}

/** To anybody else, the operator's pages do not exist. */
export function RequireOperator() {
  const me = useMe().data;
  if (me && me.account.role !== 'operator') {
    return <NotFoundPage />;
  }
  return <RequireSession />;
}
