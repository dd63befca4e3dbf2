/** A place in the console, in the account that it is about: whoever may see it lands there, wherever they were last. */
export const consoleLink = (publicUrl: string, account: string, place: string): string =>
  `${publicUrl}/console.html?${new URLSearchParams({ account })}#/${place}`;
