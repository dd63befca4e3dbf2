import { expect, test } from "vitest";
import { axeComplaints } from "../support/axe.ts";
import { importNumbers, makeNumbers } from "../support/numbers.ts";
import { button, see, until } from "../support/page.ts";
import { journeys } from "../support/journeys.ts";

const COUNT = 510;

journeys("Undoing many at once", (stage) => {
  test("a change of more numbers than one proposal holds is undone by a run that first shows what it will do", async () => {
    const dana = await stage.server.signInAs("dana@callboard.demo");
    await importNumbers(dana, makeNumbers(COUNT, 4000));
    const { run } = await dana.api.numbers.edit.mutate({ pick: { all: {} }, change: { paused: true } });
    const over = (id: string) =>
      until(
        async () => (await dana.api.runs.get.query({ run: id })).state,
        (state) => state === "done",
      );
    await over(run);
    const paused = async () => (await dana.api.numbers.list.query({ flag: "paused" })).total;
    const page = await stage.consoleOf("dana@callboard.demo", `history?batch=${run}`);
    await see(page, "Undo this batch…");
    await button(page, "Undo this batch…").click();
    await see(page, `${COUNT} records can go back to how they were before. Later edits stay.`);
    expect(await axeComplaints(page)).toEqual([]);
    expect(await paused()).toBe(COUNT);
    await button(page, `Undo ${COUNT} records`).click();
    await see(page, `All ${COUNT} are done.`);
    expect(await paused()).toBe(0);
    // The undo is in the history, as a batch like any other.
    await page.evaluate(() => (location.hash = "#/history"));
    await see(page, "You undid version 2 of +1 512 333 4000");
  });
});
