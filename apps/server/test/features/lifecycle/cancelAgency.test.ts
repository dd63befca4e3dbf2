import { describe, expect, test } from "vitest";
import { runDueJobs } from "../../../src/jobs/queue.ts";
import { confirm, numberStates } from "../../support/fixtures/bakery.ts";
import { openTestApp, failureOf, START } from "../../support/kit.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";

describe("canceling an agency", () => {
  test("starts when its name is typed; obstacles fail by name, the agency waits, and the failures can be retried", async () => {
    const app = await openTestApp();
    const porting = { state: { is: "porting", since: START } } as const;
    const portingId = await addNumber(app, "mason", "+442079460099", { name: "Van", ...porting });
    await addNumber(app, "northwind", "+15125550100", { name: "Spring" });
    const harriet = app.callerFor("harriet@callboard.demo", "harbor");
    expect((await harriet.lifecycle.status()).verbs).toMatchObject({
      cancel: expect.stringContaining("Mason & Sons"),
      "cancel the agency": null,
    });
    const { run } = await harriet.lifecycle.proposeAgencyCancel();
    const { items } = await harriet.runs.items({ run });
    expect(items.map(({ about }) => about).sort()).toEqual([
      "Harbor Agency: 0 numbers released",
      "Mason & Sons: +44 20 7946 0099 being ported to another carrier",
      "Northwind: 1 number released",
      "Parkside Dental: 0 numbers released",
    ]);
    expect(items.at(-1)!.about).toContain("Harbor Agency");
    for (const name of [null, "Harbor"])
      expect(await failureOf(harriet.runs.start({ run, name }))).toMatchObject({ field: "name" });
    expect(await failureOf(app.callerFor("dana@callboard.demo", "northwind").runs.start({ run }))).toMatchObject({
      code: "not-found",
    });
    // An account that gets a number after the listing is skipped.
    const lateId = await addNumber(app, "parkside", "+15125550108", { name: "Late" });
    await harriet.runs.start({ run, name: "Harbor Agency" });
    await runDueJobs(app.services);
    const ended = await harriet.runs.get({ run });
    expect(ended).toMatchObject({ state: "done", retriable: true, counts: { done: 1, failed: 2, skipped: 1 } });
    const outcomes = (await harriet.runs.items({ run })).items;
    const outcomeOf = (name: string) => outcomes.find(({ about }) => about.startsWith(name))!;
    expect(outcomeOf("Mason")).toMatchObject({ state: "failed", reason: expect.stringContaining("+44 20 7946 0099") });
    expect(outcomeOf("Parkside")).toMatchObject({ state: "skipped", reason: expect.stringContaining("changed since") });
    expect(outcomeOf("Harbor")).toMatchObject({ state: "failed", reason: expect.stringContaining("Parkside Dental") });
    expect((await harriet.lifecycle.status()).label).toBe("active");
    expect(await numberStates(app, [portingId, lateId])).toEqual(["porting", "active"]);

    for (const [account, id] of [
      ["mason", portingId],
      ["parkside", lateId],
    ] as const) {
      await app.services.db.write({
        reads: [],
        decide: () => ({
          writes: [
            { sql: "UPDATE records SET data = json_set(data, '$.state.is', 'active') WHERE id = ?", args: [id] },
          ],
          answer: null,
        }),
      });
      if (account === "parkside") {
        const inParkside = app.callerFor("harriet@callboard.demo", "parkside");
        await confirm(inParkside, (await inParkside.lifecycle.proposeCancel({})).proposal);
      }
    }
    await harriet.runs.retry({ run });
    await runDueJobs(app.services);
    expect(await harriet.runs.get({ run })).toMatchObject({
      state: "done",
      counts: { done: 3, failed: 0, skipped: 1 },
    });
    expect((await harriet.access.me()).accounts.map(({ label }) => label)).toEqual(
      Array.from({ length: 4 }, () => "canceled"),
    );
    const inNorthwind = app.callerFor("harriet@callboard.demo", "northwind");
    await setBalance(app, "northwind", 50_000_000);
    expect(await failureOf(inNorthwind.lifecycle.proposeUndo())).toMatchObject({ key: "lifecycle.agencyFirst" });
    await confirm(harriet, (await harriet.lifecycle.proposeUndo()).proposal);
    await confirm(inNorthwind, (await inNorthwind.lifecycle.proposeUndo()).proposal);
    expect((await inNorthwind.lifecycle.status()).label).toBe("active");
  });
});
