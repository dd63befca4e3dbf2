import { exitWith } from "./exitWith.ts";

/**
 * The arguments after a command's name. If it doesn't take that many or any begins with "-", prints its usage and exits
 * before anything is done.
 */
export function commandArguments(usage: string, maxCount = 0, minCount = 0): string[] {
  const values = process.argv.slice(2);
  if (values.length < minCount || values.length > maxCount || values.some((value) => value.startsWith("-")))
    exitWith(usage);
  return values;
}
