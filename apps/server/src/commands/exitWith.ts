/** Ends a command that cannot continue, with a message. */
export function exitWith(message: string): never {
  console.error(message);
  process.exit(1);
}
