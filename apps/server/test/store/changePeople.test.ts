import { expect, test } from "vitest";
import { purge } from "../../src/store/purge.ts";
import { DAY, openTestApp, type TestApp } from "../support/kit.ts";
import { openLargeAccount } from "../large/account.ts";
import { sizeOf } from "../large/size.ts";

/** Read from the log alone: agents and members by their own id, queues by how their members differ from before. */
async function expectedPeople(app: TestApp) {
  const rows = await app.selectRows(
    "SELECT account, n, kind, id, version, event, log, person, data FROM changes ORDER BY seq",
  );
  const members = new Map<string, string[]>();
  const entries = rows.flatMap(({ account, n, kind, id, event, log, person, data }) => {
    const about = (who: string, byPerson: number) =>
      who === person ? [] : [{ account, person: who, by_person: byPerson, n }];
    if (kind === "agent" || kind === "member") return about(id, Number(log === "history" || person !== null));
    if (kind !== "queue") return [];
    const key = `${account} ${id}`;
    const current = (JSON.parse(data).members as { id: string }[]).map((one) => one.id);
    const previous = members.get(key) ?? [];
    members.set(key, event === "deleted" ? [] : current);
    const changed =
      event === "deleted"
        ? current
        : [...current.filter((one) => !previous.includes(one)), ...previous.filter((one) => !current.includes(one))];
    return [...new Set(changed)].flatMap((who) => about(who, 1));
  });
  return entries.sort(
    (a, b) => a.account.localeCompare(b.account) || (a.person < b.person ? -1 : a.person > b.person ? 1 : a.n - b.n),
  );
}

const ROWS = "SELECT account, person, by_person, n FROM change_people ORDER BY account, person, n";

test("each change names the people that it is about: the agent or member itself, and who joined or left a queue", async () => {
  const app = await openTestApp();
  const account = await openLargeAccount(app.services, { ...sizeOf(1 / 200), changes: 1000 });
  const owner = app.callerWith(account.secrets["agency administrator"], { account: account.id });
  for (const id of account.queues.slice(0, 20)) {
    const { version, name, routing, members } = await owner.queues.get({ id });
    const [first, ...rest] = members;
    await owner.queues.save({ id, version, name, routing, members: rest });
    await owner.queues.save({ id, version: version + 1, name, routing, members: [...rest.slice(1), first!] });
    if (first!.weight === 1) await owner.queues.remove({ id, version: version + 2 }).catch(() => null);
  }
  await owner.access.removeMember({ person: account.people.at(-1)! });
  const written = await app.selectRows(ROWS);
  expect(written.length).toBeGreaterThan(150);
  expect(written).toEqual(await expectedPeople(app));
});

test("removing an expired change also removes the people listed for it", async () => {
  const app = await openTestApp();
  await openLargeAccount(app.services, { ...sizeOf(1 / 200), changes: 1000 });
  const stale = () =>
    app.selectRows(
      "SELECT 1 FROM change_people a WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.account = a.account AND c.n = a.n)",
    );
  app.advance(800 * DAY);
  expect(await purge(app.services)).toBeGreaterThan(100);
  expect(await stale()).toEqual([]);
  expect((await app.selectRows("SELECT count(*) AS n FROM change_people"))[0]!.n).toBeGreaterThan(0);
});
