/** Ends a command that cannot continue, with a message. */
export function exitWith(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
