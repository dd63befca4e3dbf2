import { expect, test } from "vitest";
import { openTestApp } from "../support/kit.ts";
import { openLargeAccount } from "./account.ts";
import { EXCEPTIONS } from "./exceptions.ts";
import { largeContext } from "./context.ts";
import { measure, type Measured, PROCEDURES, trialsOf } from "./measure.ts";
import { countReads, scansIn } from "./readCounter.ts";
import { FULL, type Size } from "./size.ts";
import { TRIALS } from "./trials.ts";

const SLOW = { timeout: 400_000 };
const ROUNDS = 3;
const TIMES = 8;
/** Records that a screen shows all at once are equally many in both, as they have their own limits. */
const WHOLE: Size = { ...FULL, queues: 60, sources: 60, receivers: 60, members: 20 };
const sized = (times: number): Size => ({
  ...WHOLE,
  numbers: 500 * times,
  people: 100 * times,
  changes: 900 * times,
  movements: 400 * times,
});

/** How a call costs more in an account of eight times the size: more rows, a longer answer, more CPU. */
function growth(few: Measured, many: Measured): string[] {
  const grew = (what: string, a: number, b: number, times: number, more: number): string[] =>
    b > a * times + more ? [`${what} ${a.toFixed(1)} → ${b.toFixed(1)}`] : [];
  return [
    ...grew("rows", few.rows, many.rows, 1.5, 60),
    ...grew("length", few.length, many.length, 1.5, 32_000),
    ...grew("ms", few.loopMs, many.loopMs, 2.5, 6),
  ];
}

/** Runs every trial of every procedure in an account of this size; answers the costs and the full table scans. */
async function tried(size: Size): Promise<{ measured: Measured[]; scans: string[] }> {
  const app = await openTestApp();
  const ground = await largeContext(app.world, await openLargeAccount(app.world, size));
  const reading = countReads(app.world.db);
  const measured: Measured[] = [];
  for (const path of PROCEDURES)
    for (const trial of trialsOf(path)) measured.push(await measure(ground, path, trial, ROUNDS, () => reading.rows));
  const scans = scansIn(app.file, reading.texts);
  await app.close();
  return { measured, scans };
}

const nameOf = ({ path, way }: Measured): string => `${path} ${way}`.trim();
const reasonFor = (one: Measured): string | undefined => EXCEPTIONS[nameOf(one)] ?? EXCEPTIONS[one.path];

test("a call costs the same in a small account and in a large one", SLOW, async () => {
  const few = await tried(sized(1));
  const many = await tried(sized(TIMES));
  const refusals = (all: readonly Measured[]) => all.map((one) => `${nameOf(one)}: ${one.refused ?? "answers"}`);
  expect.soft(refusals(many.measured), "the same was tried").toEqual(refusals(few.measured));
  const grew = many.measured
    .map((one, at) => ({ one, how: growth(few.measured[at]!, one) }))
    .filter(({ how }) => how.length > 0);
  const unnamed = grew.filter(({ one }) => reasonFor(one) === undefined);
  expect.soft(unnamed.map(({ one, how }) => `${nameOf(one)}: ${how.join(", ")}`)).toEqual([]);
  expect.soft(many.scans, "statements that go through a whole table").toEqual([]);
});

test("each procedure is tried, and no others; each exception belongs to one of the trials", () => {
  expect(Object.keys(TRIALS).toSorted()).toEqual(PROCEDURES.toSorted());
  const names = PROCEDURES.flatMap((path) => [path, ...trialsOf(path).map(({ way }) => `${path} ${way ?? ""}`)]);
  expect(Object.keys(EXCEPTIONS).filter((name) => !names.includes(name))).toEqual([]);
});
