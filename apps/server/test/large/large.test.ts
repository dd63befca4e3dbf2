import { expect, test } from "vitest";
import { openTestApp } from "../support/kit.ts";
import { openLargeAccount } from "./account.ts";
import { EXCEPTIONS } from "./exceptions.ts";
import { REJECTED } from "./rejected.ts";
import { largeContext } from "./context.ts";
import { measure, type Measured, PROCEDURES, trialsOf } from "./measure.ts";
import { countReads, scansIn } from "./readCounter.ts";
import { FULL, type Size } from "./size.ts";
import { TRIALS } from "./trials.ts";

const SLOW = { timeout: 400_000 };
const ROUNDS = 3;
const TIMES = 8;
/** Both accounts have equally many of the records that a screen shows all at once: these have limits of their own. */
const BASE_SIZE: Size = { ...FULL, queues: 60, sources: 60, receivers: 60, members: 20 };
const sized = (times: number): Size => ({
  ...BASE_SIZE,
  numbers: 500 * times,
  people: 100 * times,
  changes: 900 * times,
  movements: 400 * times,
});

/** How a call costs more in an account of eight times the size: more rows, a longer answer, more CPU. */
function growth(small: Measured, large: Measured): string[] {
  const increase = (unit: string, a: number, b: number, factor: number, slack: number): string[] =>
    b > a * factor + slack ? [`${unit} ${a.toFixed(1)} → ${b.toFixed(1)}`] : [];
  return [
    ...increase("rows", small.rows, large.rows, 1.5, 60),
    ...increase("length", small.length, large.length, 1.5, 32_000),
    ...increase("ms", small.minLoopMs, large.minLoopMs, 2.5, 6),
  ];
}

/** Runs every trial of every procedure in an account of this size; answers the costs and the full table scans. */
async function runTrials(size: Size): Promise<{ measured: Measured[]; scans: string[] }> {
  const app = await openTestApp();
  const context = await largeContext(app.services, await openLargeAccount(app.services, size));
  const readCount = countReads(app.services.db);
  const measured: Measured[] = [];
  for (const path of PROCEDURES)
    for (const trial of trialsOf(path))
      measured.push(await measure(context, path, trial, ROUNDS, () => readCount.rows));
  const scans = scansIn(app.file, readCount.texts);
  await app.close();
  return { measured, scans };
}

const nameOf = ({ path, title }: Measured): string => `${path} ${title}`.trim();
const reasonFor = (one: Measured): string | undefined => EXCEPTIONS[nameOf(one)] ?? EXCEPTIONS[one.path];

test("a call costs the same in a small account and in a large one", SLOW, async () => {
  const small = await runTrials(sized(1));
  const large = await runTrials(sized(TIMES));
  const failures = (all: readonly Measured[]) => all.map((one) => `${nameOf(one)}: ${one.failure ?? "answers"}`);
  expect.soft(failures(large.measured), "the same trials succeed and fail").toEqual(failures(small.measured));
  const rejected = large.measured.filter(({ failure }) => failure !== null).map(nameOf);
  expect.soft(rejected, "trials that measure a rejection").toEqual(REJECTED);
  const grown = large.measured
    .map((one, at) => ({ one, growths: growth(small.measured[at]!, one) }))
    .filter(({ growths }) => growths.length > 0);
  const unexplained = grown.filter(({ one }) => reasonFor(one) === undefined);
  expect.soft(unexplained.map(({ one, growths }) => `${nameOf(one)}: ${growths.join(", ")}`)).toEqual([]);
  expect.soft(large.scans, "statements that go through a whole table").toEqual([]);
});

test("every procedure has a trial, every trial a procedure, and every exception a trial", () => {
  expect(Object.keys(TRIALS).toSorted()).toEqual(PROCEDURES.toSorted());
  const names = PROCEDURES.flatMap((path) => [path, ...trialsOf(path).map(({ title }) => `${path} ${title ?? ""}`)]);
  expect(Object.keys(EXCEPTIONS).filter((name) => !names.includes(name))).toEqual([]);
});
