import { useOptions } from '../api/instances';

/** Names of plans and regions for their ids; the id itself where they are not known. */
export function usePlaceNames() {
  const { data: options, isPending } = useOptions();
  return {
    arePending: isPending,
    planName: (id: string) => options?.plans.find((plan) => plan.id === id)?.name ?? capital(id),
    regionName: (id: string) => options?.regions.find((region) => region.id === id)?.name ?? id,
  };
}

function capital(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}
