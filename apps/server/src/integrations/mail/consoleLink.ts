/**
 * A place in the console, in the account that it is about: whoever may see it lands there, wherever they were last. All of it stands
 * before a `#`, behind which mail scanners cut.
 */
export const consoleLink = (publicUrl: string, account: string, place: string): string =>
  `${publicUrl}/console.html?${new URLSearchParams({ account, to: place })}`;
