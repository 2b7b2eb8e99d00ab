/**
 * Opens a tab at once, while the click still counts for the pop-up blocker, and sends it to the
 * address once that is known. The new page gets no hold on this one.
 */
export async function openInTab(address: () => Promise<string>): Promise<void> {
  const tab = window.open('about:blank', '_blank');
  if (tab === null) {
    throw new Error('Your browser blocked the new tab. Allow pop-ups for this page.');
  }
  tab.opener = null;
  try {
    const url = await address();
    tab.location.replace(url);
  } catch (error) {
    tab.close();
    throw error;
  }
}
