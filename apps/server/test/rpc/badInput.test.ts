import { expect, test } from "vitest";
import { failureText, SOLVEIG } from "../support/fixtures/bakery.ts";
import { openTestApp, failureOf } from "../support/kit.ts";

test("a field is named in everyday words: the entry of a list, a form with variants, a number", async () => {
  const app = await openTestApp();
  const solveig = app.callerFor(SOLVEIG, "solo");
  const release = { is: "release" } as const;
  const cancel = (input: object) => solveig.lifecycle.proposeCancel(input as never);
  const tooShort = { id: "n1", disposition: { is: "hold" as const, days: 0 } };
  expect(await failureText(cancel({ others: release, numbers: [{ id: "n0", disposition: release }, tooShort] }))).toBe(
    "Numbers, entry 2: disposition days is too small: at least 1.",
  );
  expect(await failureText(cancel({ others: { is: "sell" } }))).toBe(
    "Others must be one of: hold, release, move, forward.",
  );
  expect(await failureText(cancel({ others: release, numbers: ["n0"] }))).toBe("Numbers, entry 1 must be a form.");
  expect(await failureOf(cancel({ others: release, numbers: [tooShort] }))).toMatchObject({
    field: "numbers.0.disposition.days",
  });
  expect(await failureText(solveig.numbers.buy({ e164: "123", name: "Line" }))).toBe(
    "Number is not a phone number. Write it with its country code, such as +1 512 555 0143.",
  );
});

test("the kept records must be in this account, also on a plan with room for all of them", async () => {
  const app = await openTestApp();
  const attempt = app
    .callerFor(SOLVEIG, "solo")
    .plans.proposeChange({ plan: "advanced", keepSelection: { queues: ["nope"] } });
  expect(await failureOf(attempt)).toMatchObject({ code: "invalid", field: "keepSelection.queues" });
});
