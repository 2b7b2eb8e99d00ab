import type { UseFormReturnType } from '@mantine/form';
import { useEffect, useRef } from 'react';

/** What somebody changed elsewhere shows up in the form, unless it is being edited. */
export function useFresh<V extends Record<string, unknown>>(
  form: UseFormReturnType<V>,
  values: V,
): void {
  const fresh = JSON.stringify(values);
  const shown = useRef(fresh);
  useEffect(() => {
    if (fresh !== shown.current && !form.isDirty()) {
      shown.current = fresh;
      const parsed = JSON.parse(fresh) as V;
      form.setInitialValues(parsed);
      form.setValues(parsed);
    }
  }, [fresh, form]);
}
