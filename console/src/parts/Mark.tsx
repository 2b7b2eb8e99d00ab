/** The mark: a house whose roof is a claw. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg viewBox="0 0 48 48" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        fill="var(--cs-mark)"
        d="M4 24.5C4 14 11 6 20.6 2.6c1.3-.5 2.300.9 1.5 2C18.8 9.300 18.5 14.5 20.600 19l3.400 6.200 2.100-3.800c1.900-3.500 2.300-7.500 1.500-11.600-.3-1.500 1.100-2.600 2.400-1.800C38.500 12.400 44 18.600 44 26.500V40a4 4 0 0 1-4 4H31V36a7 7 0 0 0-14 0v8H8a4 4 0 0 1-4-4Z"
      />
    </svg>
  );
}
