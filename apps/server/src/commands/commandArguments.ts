import { exitWith } from "./exitWith.ts";

/** The arguments after a command's name. If it doesn't take them, prints its usage and exits before anything is done. */
export function commandArguments(usage: string, most = 0, least = 0): string[] {
  const values = process.argv.slice(2);
  if (values.length < least || values.length > most || values.some((value) => value.startsWith("-"))) exitWith(usage);
  return values;
}
