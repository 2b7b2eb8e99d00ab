/** Whether what was typed is the name: exactly, but for the spaces around it. */
export function confirms(typed: string, name: string): boolean {
  return typed.trim() !== '' && typed.trim() === name.trim();
}
