import { exact, relative } from './times';
import { useNow } from './useNow';

/** A moment as people say it, with the exact time on hover and for machines. */
export function Ago({ at }: { at: string }) {
  const now = useNow(10_000);
  return (
    <time dateTime={at} title={exact(at)} className="numbers">
      {relative(at, now)}
    </time>
  );
}
