import { expect, test } from "vitest";
import { said, SOLVEIG } from "./bakery.ts";
import { openTestWorld, refusal } from "./kit.ts";

test("a field is named as people would: the entry of a list, a form of several shapes, a number", async () => {
  const it = await openTestWorld();
  const solveig = it.as(SOLVEIG, "solo");
  const release = { is: "release" } as const;
  const cancel = (asked: object) => solveig.lifecycle.proposeCancel(asked as never);
  const tooShort = { id: "n1", parting: { is: "hold" as const, days: 0 } };
  expect(await said(cancel({ others: release, numbers: [{ id: "n0", parting: release }, tooShort] }))).toBe(
    "Numbers, entry 2: parting days is too small: at least 1.",
  );
  expect(await said(cancel({ others: { is: "sell" } }))).toBe("Others must be one of: hold, release, move, forward.");
  expect(await said(cancel({ others: release, numbers: ["n0"] }))).toBe("Numbers, entry 1 must be a form.");
  expect(await refusal(cancel({ others: release, numbers: [tooShort] }))).toMatchObject({
    field: "numbers.0.parting.days",
  });
  expect(await said(solveig.tracking.buy({ e164: "123", name: "Line" }))).toBe(
    "Number is not a phone number. Write it with its country code, such as +1 512 555 0143.",
  );
});

test("what is to stay is of this account, on a plan with room for all of it too", async () => {
  const it = await openTestWorld();
  const asked = it.as(SOLVEIG, "solo").lifecycle.proposePlan({ plan: "advanced", keep: { queues: ["nope"] } });
  expect(await refusal(asked)).toMatchObject({ code: "invalid", field: "keep.queues" });
});
