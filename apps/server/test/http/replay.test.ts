import { copyFileSync } from "node:fs";
import { expect, test } from "vitest";
import { appRouter } from "../../src/http/router.ts";
import { cancelAccount } from "../support/fixtures/canceledAccount.ts";
import { HOUR, openTestApp, failureOf, type TestCaller, type TestApp } from "../support/kit.ts";
import { DEMO_KEY } from "../support/prepared.ts";
import { type StepAnswers, type Step, STEPS } from "./replay.table.ts";

type Procedure = (input: unknown) => Promise<unknown>;

interface Defined {
  _def: { type: string; meta?: { repeated?: string } };
}
const MUTATIONS = Object.entries(appRouter._def.procedures as unknown as Record<string, Defined>)
  .filter(([, { _def }]) => _def.type === "mutation")
  .map(([path, { _def }]) => ({ path, repeated: _def.meta?.repeated }));
/**
 * Repeating these is harmless: the answer is for the current caller, or the call ends the session that identifies it.
 */
const DONE_AGAIN = [
  "access.checkResetLink",
  "access.invitation",
  "access.signIn",
  "access.signOut",
  "access.signOutEverywhere",
  "access.startTotp",
  "cards.add",
  "statements.unsubscribeDetails",
];
const SECRET = ["access.acceptInvitation", "access.confirmTotp", "access.createApiKey", "access.createMeterKey"];

const keyOf = ({ path }: Step) => `key of ${path}`;

function procedureOf(app: TestApp, { path, as, account }: Step, key: string, meter: string): Procedure {
  const secret =
    as === "phones" ? app.keys.northwind : as === "meter" ? meter : (app.sessions[`${as}@callboard.demo`] ?? null);
  const [room, name] = path.split(".") as [string, string];
  const caller: TestCaller = app.with(secret, { key, account, demoKey: DEMO_KEY });
  return (caller as unknown as Record<string, Record<string, Procedure>>)[room]![name]!;
}

/** The outcome: the answer as it was sent, or the failure's key. */
const outcome = async (asked: Promise<unknown>): Promise<unknown> => {
  const answer = await asked.then(
    (value) => ({ value: value ?? null }),
    (error: unknown) => ({ error }),
  );
  if ("value" in answer) return JSON.parse(JSON.stringify(answer.value));
  return (await failureOf(Promise.reject(answer.error))).key;
};

test("a mutation repeated with its key gets the same answer, whatever has happened since, and is refused with other input", async () => {
  expect(
    MUTATIONS.filter(({ repeated }) => repeated === "again")
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(DONE_AGAIN);
  expect(
    MUTATIONS.filter(({ repeated }) => repeated === "secret")
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(SECRET);
  expect(STEPS.map(({ path }) => path).toSorted()).toEqual(
    MUTATIONS.map(({ path }) => path)
      .filter((path) => !DONE_AGAIN.includes(path))
      .toSorted(),
  );
  const app = await openTestApp({ tries: 100_000 });
  const meter = await meterSecret(app);
  const seen: StepAnswers = {};
  const asked = new Map<string, { input: unknown; answer: unknown }>();
  /** The answers to repeated calls, and to calls with the same key and other input. */
  const again = async (there: TestApp, steps: readonly Step[]) => {
    const replays: Record<string, unknown> = {};
    const others: Record<string, unknown> = {};
    for (const step of steps) {
      const { input } = asked.get(step.path)!;
      const call = procedureOf(there, step, keyOf(step), meter);
      replays[step.path] = await outcome(call(input));
      // An event's key is its own id, so the other input has the same id.
      const other = step.path === "calls.phoneEvent" ? { event: "gone" } : { other: true };
      others[step.path] = await outcome(call({ ...(input as object), ...other }));
    }
    return { replays, others };
  };
  const expected = (steps: readonly Step[]) => ({
    replays: Object.fromEntries(
      steps.map(({ path }) => [path, SECRET.includes(path) ? "call.createdAlready" : asked.get(path)!.answer]),
    ),
    others: Object.fromEntries(steps.map(({ path }) => [path, "call.keyReused"])),
  });
  for (const step of STEPS) {
    const input = await step.input?.(app, seen);
    const call = procedureOf(app, step, keyOf(step), meter);
    const answer = await call(input).catch((error: Error) => {
      throw new Error(`${step.path}: ${error.message}`, { cause: error });
    });
    asked.set(step.path, { input, answer: JSON.parse(JSON.stringify(answer ?? null)) });
    seen[step.path] = answer;
    seen[`asked of ${step.path}`] = input;
    expect(await again(app, [step]), step.path).toEqual(expected([step]));
  }
  // Now no caller is allowed to do any of it, and everything has changed.
  app.pass(HOUR);
  for (const account of ["northwind", "solo", "harbor"]) await cancelAccount(app, account);
  await app.world.db.write({
    reads: [],
    decide: () => ({ writes: [{ sql: "DELETE FROM records WHERE kind = 'member'", args: [] }], answer: null }),
  });
  app.world.door.forgetAll();
  expect(await again(app, STEPS)).toEqual(expected(STEPS));
  await app.world.db.read([{ sql: "PRAGMA wal_checkpoint(TRUNCATE)", args: [] }]);
  copyFileSync(app.file, `${app.file}.kept`);
  const restarted = await openTestApp({ file: `${app.file}.kept` });
  restarted.pass(HOUR);
  expect(await again(restarted, STEPS)).toEqual(expected(STEPS));
  const kept = await app.rows("SELECT answer FROM commands");
  expect(kept.map(({ answer }) => answer).join()).not.toMatch(/cb[a-z]_[\w-]{20}/);
});

/** One meter key for all steps. */
async function meterSecret(app: TestApp): Promise<string> {
  const otto = app.as("otto@callboard.demo");
  return (await otto.access.createMeterKey({ account: app.account("northwind"), name: "Meter" })).secret;
}
