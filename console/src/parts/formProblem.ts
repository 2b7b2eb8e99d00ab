import type { UseFormReturnType } from '@mantine/form';
import { Problem } from '../api/problem';

/**
 * Shows a refusal at the fields it names and moves the focus to the first of them. Answers whether
 * there is more to say than the fields do.
 */
export function showAtFields<V extends Record<string, unknown>>(
  form: UseFormReturnType<V>,
  error: unknown,
): boolean {
  const fields = error instanceof Problem ? error.fields : {};
  const ours = Object.keys(form.getValues()).filter((name) => name in fields);
  form.setErrors(Object.fromEntries(ours.map((name) => [name, sentence(fields[name] ?? '')])));
  const first = ours[0];
  if (first !== undefined) {
    form.getInputNode(first)?.focus();
  }
  return Object.keys(fields).length === 0 || ours.length < Object.keys(fields).length;
}

/** "must be ..." becomes "Must be ...", so that it can stand alone under a field. */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
