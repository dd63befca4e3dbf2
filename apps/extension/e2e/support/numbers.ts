import type { Caller } from "./server.ts";
import { until } from "./page.ts";

export interface NumberRow {
  number: string;
  name: string;
}

/** Numbers that no other journey uses: the last four digits count up from `from`. */
export const makeNumbers = (count: number, from: number): NumberRow[] =>
  Array.from({ length: count }, (_, at) => ({ number: `+1512333${from + at}`, name: `Doorhanger ${from + at}` }));

export const csvOf = (lines: readonly string[]): string =>
  ["Number,Name,Tracking source,Calls go to", ...lines].join("\r\n");

/** Imports them into the account like a file, and waits until all are there. */
export async function importNumbers({ api }: Caller, numbers: readonly NumberRow[]): Promise<void> {
  const text = csvOf(numbers.map(({ number, name }) => `${number},${name},,`));
  const { run } = await api.numbers.import.mutate({ name: "brought.csv", text });
  await api.runs.start.mutate({ run });
  await until(
    async () => (await api.runs.get.query({ run })).state,
    (state) => state === "done",
    60_000,
  );
}
