import { expect, test } from "vitest";
import { stmt } from "../../src/store/database/port.ts";
import { about } from "../../src/store/migrations/about.ts";
import { purge } from "../../src/store/purge.ts";
import { DAY, openTestApp } from "../support/kit.ts";
import { openLargeAccount } from "../large/account.ts";
import { sizeOf } from "../large/size.ts";

const ROWS = "SELECT account, person, news, n FROM about ORDER BY account, person, n";

test("the people that older changes are about are filled in as if written at the time", async () => {
  const app = await openTestApp();
  const made = await openLargeAccount(app.world, { ...sizeOf(1 / 200), changes: 1000 });
  const owner = app.with(made.secrets["agency administrator"], { account: made.id });
  for (const id of made.queues.slice(0, 20)) {
    const { version, name, routing, members } = await owner.queues.get({ id });
    const [first, ...rest] = members;
    await owner.queues.save({ id, version, name, routing, members: rest });
    await owner.queues.save({ id, version: version + 1, name, routing, members: [...rest.slice(1), first!] });
    if (first!.weight === 1) await owner.queues.remove({ id, version: version + 2 }).catch(() => null);
  }
  await owner.access.removeMember({ person: made.people.at(-1)! });
  const written = await app.rows(ROWS);
  expect(written.length).toBeGreaterThan(150);
  await app.world.db.script([
    stmt("DELETE FROM about"),
    ...about.filter((sql) => sql.startsWith("INSERT")).map((sql) => stmt(sql)),
  ]);
  expect(await app.rows(ROWS)).toEqual(written);
});

test("removing an expired change also removes whom it was about", async () => {
  const app = await openTestApp();
  await openLargeAccount(app.world, { ...sizeOf(1 / 200), changes: 1000 });
  const stale = () =>
    app.rows(
      "SELECT 1 FROM about a WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.account = a.account AND c.n = a.n)",
    );
  app.pass(800 * DAY);
  expect(await purge(app.world)).toBeGreaterThan(100);
  expect(await stale()).toEqual([]);
  expect((await app.rows("SELECT count(*) AS n FROM about"))[0]!.n).toBeGreaterThan(0);
});
