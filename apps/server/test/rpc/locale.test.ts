import { formatDateTime, formatTime } from "@callboard/domain/core/time";
import { expect, test } from "vitest";
import { runBilling } from "../../src/features/balance/billing.ts";
import { runDueJobs } from "../../src/jobs/queue.ts";
import { DAY, HOUR, listen, openTestApp, type TestApp } from "../support/kit.ts";
import { setBalance } from "../support/fixtures/money.ts";
import { addNumber } from "../support/fixtures/numbers.ts";

const DANA = "dana@callboard.demo";
const READERS = [
  { zone: "Asia/Kolkata", language: "en-GB" },
  { zone: "America/New_York", language: "en-US" },
  { zone: "Pacific/Auckland", language: "en" },
] as const;

/** Every text in an answer. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
const timesIn = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.match(/\d{1,2}:\d{2}(?: ?[AP]M)?/gi) ?? []);

/** An account with one of everything that has a time. */
async function busy(app: TestApp) {
  const dana = app.as(DANA, "northwind");
  const number = await addNumber(app, "northwind", "+15125550177");
  const until = app.now() + 5 * HOUR + 7 * 60_000;
  await dana.numbers.flag({ id: number, version: 1, flag: "paused", on: true, until });
  const { proposal } = await dana.lifecycle.proposeFlag({ flag: "stopped", until });
  return { number, until, proposal };
}

test.each(READERS)(
  "an instant is the same text in every answer, in the zone $zone and as $language writes it",
  async (reader) => {
    const app = await openTestApp();
    const { number, until, proposal } = await busy(app);
    await app.as(DANA, "northwind").proposals.confirm({ proposal });
    const by = app.as(DANA, "northwind", reader);
    const place = { zone: reader.zone, locale: reader.language };
    const answers = {
      number: await by.numbers.get({ id: number }),
      list: await by.numbers.list({}),
      history: await by.history.list({}),
      versions: await by.history.versions({ kind: "number", id: number }),
      proposal: await by.proposals.get({ proposal }),
    };
    const moment = formatDateTime(until, place);
    for (const [name, answer] of Object.entries(answers)) {
      const texts = textsIn(answer);
      expect(
        texts.some((text) => text.includes(moment)),
        name,
      ).toBe(true);
      // Each time in the texts is one of the two instants that exist, so no other zone is mixed in.
      for (const time of timesIn(texts))
        expect([formatTime(until, place), formatTime(app.now(), place)], name).toContain(time);
    }
  },
);

test("a refusal is in the caller's locale, and for unknown callers in the account's time zone", async () => {
  const app = await openTestApp();
  const since = app.now() - 3 * HOUR;
  await app.world.db.write({
    reads: [],
    decide: () => ({
      writes: [
        { sql: "INSERT INTO complete_since (account, at) VALUES (?, ?)", args: [app.account("northwind"), since] },
      ],
      answer: null,
    }),
  });
  const { url } = await listen(app);
  const asked = async (headers: Record<string, string>) => {
    const input = encodeURIComponent(JSON.stringify({ at: since - 1 }));
    const answer = await fetch(`${url}/trpc/history.asOf?input=${input}`, {
      headers: {
        authorization: `Bearer ${app.sessions[DANA]}`,
        "x-callboard-account": app.account("northwind"),
        ...headers,
      },
    });
    return ((await answer.json()) as { error: { message: string } }).error.message;
  };
  expect(await asked({ "x-callboard-zone": "Asia/Kolkata", "x-callboard-language": "en-GB" })).toContain(
    formatDateTime(since, { zone: "Asia/Kolkata", locale: "en-GB" }),
  );
  const own = formatDateTime(since, { zone: "America/New_York", locale: "en" });
  for (const odd of [
    {},
    { "x-callboard-zone": "Mars/Phobos" },
    { "x-callboard-zone": "x".repeat(5000) },
    { "x-callboard-language": "<b>" },
  ])
    expect(await asked(odd)).toContain(own);
});

test("a mail is in its recipient's time zone, and names the zone next to times", async () => {
  const app = await openTestApp();
  await addNumber(app, "northwind", "+15125550177", { renewsAt: app.now() + DAY, paidFrom: app.now() - 30 * DAY });
  const milo = { person: app.people["milo@callboard.demo"]!, version: 1, softphone: true };
  await app.as(DANA, "northwind").access.setRole({ ...milo, role: "administrator" });
  await app.as("milo@callboard.demo").preferences.save({ zone: "Asia/Tokyo" });
  await setBalance(app, "northwind", -1_000_000);
  app.pass(DAY);
  await runBilling(app.world);
  const mails = await app.rows("SELECT recipient, text FROM mails WHERE subject LIKE '%not renewed%'");
  const textTo = (name: string) =>
    mails.find(({ recipient }) => recipient === `${name}@callboard.demo`)!.text as string;
  expect(textTo("dana")).toContain("Days and times are those of America/New York.");
  expect(textTo("milo")).toContain("Days and times are those of Asia/Tokyo.");
  expect(timesIn([textTo("dana")])).not.toEqual(timesIn([textTo("milo")]));
  await app.with(null).access.requestReset({ email: DANA });
  await runDueJobs(app.world);
  const [reset] = await app.rows("SELECT text FROM mails WHERE recipient = ? ORDER BY rowid DESC LIMIT 1", DANA);
  expect(reset!.text).not.toContain("Days and times");
});
