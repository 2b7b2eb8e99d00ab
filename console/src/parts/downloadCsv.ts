import { toProblem } from '../api/problem';

/** Asks the API for a list as CSV and hands it to the browser as a file. */
export async function downloadCsv(path: string, name: string): Promise<void> {
  const response = await fetch(`/api/v1${path}`, {
    headers: { Accept: 'text/csv' },
    credentials: 'same-origin',
  });
  if (!response.ok) {
    throw await toProblem(response);
  }
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
