import { copyFileSync } from "node:fs";
import { expect, test } from "vitest";
import { appRouter } from "../../src/http/router.ts";
import { cancelAccount } from "../support/fixtures/canceledAccount.ts";
import { HOUR, openTestApp, failureOf, type TestCaller, type TestApp } from "../support/kit.ts";
import { DEMO_KEY } from "../support/prepared.ts";
import { STEPS } from "./replay.table.ts";
import type { Step, StepAnswers } from "./replaySteps.ts";

type Procedure = (input: unknown) => Promise<unknown>;

interface ProcedureDefinition {
  _def: { type: string; meta?: { onReplay?: string } };
}
const MUTATIONS = Object.entries(appRouter._def.procedures as unknown as Record<string, ProcedureDefinition>)
  .filter(([, { _def }]) => _def.type === "mutation")
  .map(([path, { _def }]) => ({ path, onReplay: _def.meta?.onReplay }));
/**
 * Repeating these is harmless: the answer is for the current caller, or the call ends the session that identifies it.
 */
const REPEATABLE = [
  "access.checkResetLink",
  "access.invitation",
  "access.signIn",
  "access.signOut",
  "access.signOutEverywhere",
  "access.startTotp",
  "cards.add",
  "statements.unsubscribeDetails",
];
const SECRET_ANSWERS = [
  "access.acceptInvitation",
  "access.confirmTotp",
  "access.createApiKey",
  "access.createMeterKey",
];

const keyOf = ({ path }: Step) => `key of ${path}`;

function procedureOf(app: TestApp, { path, as, account }: Step, key: string, meter: string): Procedure {
  const secret =
    as === "phones" ? app.keys.northwind : as === "meter" ? meter : (app.sessions[`${as}@callboard.demo`] ?? null);
  const [feature, name] = path.split(".") as [string, string];
  const caller: TestCaller = app.callerWith(secret, { key, account, demoKey: DEMO_KEY });
  return (caller as unknown as Record<string, Record<string, Procedure>>)[feature]![name]!;
}

/** The outcome: the answer as it was sent, or the failure's key. */
const outcome = async (call: Promise<unknown>): Promise<unknown> => {
  const answer = await call.then(
    (value) => ({ value: value ?? null }),
    (error: unknown) => ({ error }),
  );
  if ("value" in answer) return JSON.parse(JSON.stringify(answer.value));
  return (await failureOf(Promise.reject(answer.error))).key;
};

test("a mutation repeated with its key gets the same answer, whatever has happened since, and is refused with other input", async () => {
  expect(
    MUTATIONS.filter(({ onReplay }) => onReplay === "again")
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(REPEATABLE);
  expect(
    MUTATIONS.filter(({ onReplay }) => onReplay === "secret")
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(SECRET_ANSWERS);
  expect(STEPS.map(({ path }) => path).toSorted()).toEqual(
    MUTATIONS.map(({ path }) => path)
      .filter((path) => !REPEATABLE.includes(path))
      .toSorted(),
  );
  const app = await openTestApp({ freeAttempts: 100_000 });
  const meter = await meterSecret(app);
  const answers: StepAnswers = {};
  const requests = new Map<string, { input: unknown; answer: unknown }>();
  /** The answers to repeated calls, and to calls with the same key and other input. */
  const repeat = async (server: TestApp, steps: readonly Step[]) => {
    const replays: Record<string, unknown> = {};
    const others: Record<string, unknown> = {};
    for (const step of steps) {
      const { input } = requests.get(step.path)!;
      const call = procedureOf(server, step, keyOf(step), meter);
      replays[step.path] = await outcome(call(input));
      // An event's key is its own id, so the other input has the same id.
      const other = step.path === "calls.phoneEvent" ? { event: "gone" } : { other: true };
      others[step.path] = await outcome(call({ ...(input as object), ...other }));
    }
    return { replays, others };
  };
  const expected = (steps: readonly Step[]) => ({
    replays: Object.fromEntries(
      steps.map(({ path }) => [
        path,
        SECRET_ANSWERS.includes(path) ? "api.createdAlready" : requests.get(path)!.answer,
      ]),
    ),
    others: Object.fromEntries(steps.map(({ path }) => [path, "api.idempotencyKeyReused"])),
  });
  for (const step of STEPS) {
    const input = await step.input?.(app, answers);
    const call = procedureOf(app, step, keyOf(step), meter);
    const answer = await call(input).catch((error: Error) => {
      throw new Error(`${step.path}: ${error.message}`, { cause: error });
    });
    requests.set(step.path, { input, answer: JSON.parse(JSON.stringify(answer ?? null)) });
    answers[step.path] = answer;
    answers[`input of ${step.path}`] = input;
    expect(await repeat(app, [step]), step.path).toEqual(expected([step]));
  }
  // Now no caller is allowed to do any of it, and everything has changed.
  app.advance(HOUR);
  for (const account of ["northwind", "solo", "harbor"]) await cancelAccount(app, account);
  await app.services.db.write({
    reads: [],
    decide: () => ({ writes: [{ sql: "DELETE FROM records WHERE kind = 'member'", args: [] }], answer: null }),
  });
  app.services.sessions.clear();
  expect(await repeat(app, STEPS)).toEqual(expected(STEPS));
  await app.services.db.read([{ sql: "PRAGMA wal_checkpoint(TRUNCATE)", args: [] }]);
  copyFileSync(app.file, `${app.file}.kept`);
  const restarted = await openTestApp({ file: `${app.file}.kept` });
  restarted.advance(HOUR);
  expect(await repeat(restarted, STEPS)).toEqual(expected(STEPS));
  const stored = await app.selectRows("SELECT answer FROM commands");
  expect(stored.map(({ answer }) => answer).join()).not.toMatch(/cb[a-z]_[\w-]{20}/);
});

/** One meter key for all steps. */
async function meterSecret(app: TestApp): Promise<string> {
  const otto = app.callerFor("otto@callboard.demo");
  return (await otto.access.createMeterKey({ account: app.account("northwind"), name: "Meter" })).secret;
}
