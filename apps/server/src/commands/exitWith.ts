/** Ends a command that cannot go on, with a sentence. */
export function exitWith(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
