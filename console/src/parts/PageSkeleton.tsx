import { Skeleton } from '@mantine/core';
import pageClasses from './Page.module.css';

/** The outline of a page whose content is on its way. */
export function PageSkeleton() {
  return (
    <div className={pageClasses.page} aria-busy="true" aria-label="Loading">
      <Skeleton height={36} width={220} mb="xl" />
      <Skeleton height={150} radius="lg" mb="md" />
      <Skeleton height={150} radius="lg" />
    </div>
  );
}
