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
async function addTimes(app: TestApp) {
  const dana = app.callerFor(DANA, "northwind");
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
    const { number, until, proposal } = await addTimes(app);
    await app.callerFor(DANA, "northwind").proposals.confirm({ proposal });
    const caller = app.callerFor(DANA, "northwind", reader);
    const locale = { zone: reader.zone, language: reader.language };
    const answers = {
      number: await caller.numbers.get({ id: number }),
      list: await caller.numbers.list({}),
      history: await caller.history.list({}),
      versions: await caller.history.versions({ kind: "number", id: number }),
      proposal: await caller.proposals.get({ proposal }),
    };
    const untilText = formatDateTime(until, locale);
    for (const [name, response] of Object.entries(answers)) {
      const texts = textsIn(response);
      expect(
        texts.some((text) => text.includes(untilText)),
        name,
      ).toBe(true);
      // Each time in the texts is one of the two instants that exist, so no other zone is mixed in.
      for (const time of timesIn(texts))
        expect([formatTime(until, locale), formatTime(app.now(), locale)], name).toContain(time);
    }
  },
);

test("a refusal is in the caller's locale, and for unknown callers in the account's time zone", async () => {
  const app = await openTestApp();
  const since = app.now() - 3 * HOUR;
  await app.services.db.write({
    reads: [],
    decide: () => ({
      writes: [
        {
          sql: "INSERT INTO history_complete_since (account, at) VALUES (?, ?)",
          args: [app.account("northwind"), since],
        },
      ],
      answer: null,
    }),
  });
  const { url } = await listen(app);
  const messageOf = async (headers: Record<string, string>) => {
    const input = encodeURIComponent(JSON.stringify({ at: since - 1 }));
    const response = await fetch(`${url}/trpc/history.asOf?input=${input}`, {
      headers: {
        authorization: `Bearer ${app.sessions[DANA]}`,
        "x-callboard-account": app.account("northwind"),
        ...headers,
      },
    });
    return ((await response.json()) as { error: { message: string } }).error.message;
  };
  expect(await messageOf({ "x-callboard-zone": "Asia/Kolkata", "x-callboard-language": "en-GB" })).toContain(
    formatDateTime(since, { zone: "Asia/Kolkata", language: "en-GB" }),
  );
  const inAccountZone = formatDateTime(since, { zone: "America/New_York", language: "en" });
  for (const invalid of [
    {},
    { "x-callboard-zone": "Mars/Phobos" },
    { "x-callboard-zone": "x".repeat(5000) },
    { "x-callboard-language": "<b>" },
  ])
    expect(await messageOf(invalid)).toContain(inAccountZone);
});

test("a mail is in its recipient's time zone, and names the zone next to times", async () => {
  const app = await openTestApp();
  await addNumber(app, "northwind", "+15125550177", { renewsAt: app.now() + DAY, billingAnchor: app.now() - 30 * DAY });
  const milo = { person: app.people["milo@callboard.demo"]!, version: 1, softphone: true };
  await app.callerFor(DANA, "northwind").access.setRole({ ...milo, role: "administrator" });
  await app.callerFor("milo@callboard.demo").preferences.save({ zone: "Asia/Tokyo" });
  await setBalance(app, "northwind", -1_000_000);
  app.advance(DAY);
  await runBilling(app.services);
  const mails = await app.selectRows("SELECT recipient, text FROM mails WHERE subject LIKE '%not renewed%'");
  const textTo = (name: string) =>
    mails.find(({ recipient }) => recipient === `${name}@callboard.demo`)!.text as string;
  expect(textTo("dana")).toContain("Days and times are in America/New York.");
  expect(textTo("milo")).toContain("Days and times are in Asia/Tokyo.");
  expect(timesIn([textTo("dana")])).not.toEqual(timesIn([textTo("milo")]));
  await app.callerWith(null).access.requestReset({ email: DANA });
  await runDueJobs(app.services);
  const [reset] = await app.selectRows("SELECT text FROM mails WHERE recipient = ? ORDER BY rowid DESC LIMIT 1", DANA);
  expect(reset!.text).not.toContain("Days and times");
});
