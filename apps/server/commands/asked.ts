import { exitWith } from "../src/commands/exitWith.ts";

/** What is behind a command's name. What it doesn’t take ends it with how it is called, before anything is done. */
export function asked(usage: string, most = 0, least = 0): string[] {
  const behind = process.argv.slice(2);
  if (behind.length < least || behind.length > most || behind.some((one) => one.startsWith("-"))) exitWith(usage);
  return behind;
}
