/**
 * A link to a page of the console in its account: people with access land there, whichever account they used last.
 * Everything comes before a `#`, because mail scanners cut there.
 */
export const consoleLink = (publicUrl: string, account: string, page: string): string =>
  `${publicUrl}/console.html?${new URLSearchParams({ account, to: page })}`;
