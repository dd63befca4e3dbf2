import { save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { NumberData } from "@callboard/domain/numbers/schema";
import { expect, test } from "vitest";
import { commit } from "../../../src/store/commit.ts";
import { findOne } from "../../../src/store/queries.ts";
import { addQueueWithNumber, openDesk } from "../../support/fixtures/callGate.ts";
import { cancelAccount } from "../../support/fixtures/canceledAccount.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { addNumber } from "../../support/fixtures/numbers.ts";
import { DAY, openTestApp, START, type TestApp } from "../../support/kit.ts";
import { scopeOf } from "../../support/scopes.ts";
import { bodyOf, openTwilio } from "../../support/twilio/twilioCalls.ts";

const NUMBER = "+15125550188";
const FACT = { since: START - 1000, by: "tester", until: null };
const REJECT = '<Reject reason="rejected"/>';
const RECEIVER = "+15125550166";
const rings = (number: string, timeLimit: number) =>
  `<Dial timeout="60" timeLimit="${timeLimit}" answerOnBridge="true" action="http://callboard.test/twilio/next?account=ACCOUNT&amp;asked=0&amp;group=0">` +
  `<Number statusCallback="http://callboard.test/twilio/status?account=ACCOUNT" statusCallbackEvent="ringing answered completed">${number}</Number></Dial>`;
const CONNECTED = rings(RECEIVER, 86_400);

/** Sets a flag of the whole account. */
async function flag(app: TestApp, name: "stopped" | "paused"): Promise<void> {
  const account = app.account("northwind");
  await commit(scopeOf(app.services, account), { lifecycle: findOne("lifecycle", account) }, ({ lifecycle }) => [
    save("lifecycle", lifecycle, { ...lifecycle.data, [name]: FACT }, { action: message("account.didSave") }),
  ]);
}

const running = async () => {};
const rich = (app: TestApp) => setBalance(app, "northwind", 1_000_000_000);

/** State of the account, what of the number is special, and the TwiML word by word. */
const TABLE: [string, (app: TestApp) => Promise<void>, Partial<NumberData>, string][] = [
  ["active", rich, {}, CONNECTED],
  ["paused", async (app) => (await rich(app), flag(app, "paused")), {}, CONNECTED],
  ["stopped", (app) => flag(app, "stopped"), {}, REJECT],
  ["below zero", (app) => setBalance(app, "northwind", -1), {}, REJECT],
  ["at zero", (app) => setBalance(app, "northwind", 0), {}, REJECT],
  ["good for a cent", (app) => setBalance(app, "northwind", 10_000), {}, rings(RECEIVER, 17)],
  ["canceled", (app) => cancelAccount(app, "northwind"), {}, REJECT],
  ["active, number stopped", running, { stopped: FACT }, REJECT],
  ["active, number paused", rich, { paused: FACT }, CONNECTED],
  ["active, number frozen, whose plan connects it", rich, { frozen: FACT }, CONNECTED],
  ["active, number porting", rich, { state: { is: "porting", since: START } }, CONNECTED],
  ["active, number releasing", rich, { state: { is: "releasing", since: START } }, CONNECTED],
  ["active, number released", running, { state: { is: "released", since: START } }, REJECT],
  ["active, number held", running, { state: { is: "held", since: START, until: START + DAY } }, REJECT],
  ["active, nowhere to ring", running, { route: null }, REJECT],
  [
    "canceled, number forwarded",
    (app) => cancelAccount(app, "northwind"),
    { state: { is: "forwarded", since: START, until: START + DAY, to: "+15125550155", remaining: 2000 } },
    rings("+15125550155", 120),
  ],
];

test.each(TABLE)("account %s: Twilio is told what PRODUCT.md's table says", async (_state, change, number, twiml) => {
  const app = await openTestApp();
  const account = app.account("northwind");
  const receiver = await app
    .callerFor("dana@callboard.demo", "northwind")
    .receivers.save({ name: "Front desk", number: RECEIVER });
  await addNumber(app, "northwind", NUMBER, { route: { to: "receiver", id: receiver.id }, ...number });
  await change(app);
  expect(bodyOf(await openTwilio(app).voice("CA1", NUMBER))).toBe(twiml.replaceAll("ACCOUNT", account));
});

test.each(["+15005550000", "anonymous", "sip:desk@callboard.sip.twilio.com", ""])(
  "a call to %j, which no account has, is rejected",
  async (to) => {
    expect(bodyOf(await openTwilio(await openTestApp()).voice("CA1", to))).toBe(REJECT);
  },
);

test.each([
  ["round robin", undefined, (ids: string[], reports: string) => `<Client ${reports}>${ids[0]}</Client>`],
  [
    "simultaneous",
    undefined,
    (ids: string[], reports: string) => ids.map((id) => `<Client ${reports}>${id}</Client>`).join(""),
  ],
  [
    "round robin",
    "callboard.sip.twilio.com",
    (ids: string[], reports: string) => `<Sip ${reports}>sip:${ids[0]}@callboard.sip.twilio.com</Sip>`,
  ],
] as const)("agents are rung %s, at the SIP domain %s", async (routing, sipDomain, targets) => {
  const app = await openTestApp();
  await openDesk(app, ["ava", "ben"]);
  await rich(app);
  await addQueueWithNumber(app, ["ava", "ben"], { ringSeconds: 25, routing });
  const account = app.account("northwind");
  const reports = `statusCallback="http://callboard.test/twilio/status?account=${account}" statusCallbackEvent="ringing answered completed"`;
  const ids = ["ava", "ben"].map((name) => app.people[`${name}@callboard.demo`]!);
  expect(bodyOf(await openTwilio(app, sipDomain).voice("CA1", "+15125550143"))).toBe(
    `<Dial timeout="25" timeLimit="86400" answerOnBridge="true" action="http://callboard.test/twilio/next?account=${account}&amp;asked=0&amp;group=0">` +
      `${targets(ids, reports)}</Dial>`,
  );
});

test.each([
  ["an announcement", { to: "hang up" }, /^<Say>No agent of Desk can take a call now\.<\/Say><Hangup\/>$/],
  [
    "voicemail",
    { to: "voicemail" },
    /^<Say>No agent of Desk can take a call now\.<\/Say><Record maxLength="180" playBeep="true" action="http:\/\/callboard\.test\/twilio\/over"\/><Hangup\/>$/,
  ],
] as const)("without an agent the caller hears %s", async (_what, noAnswer, expected) => {
  const app = await openTestApp();
  const desk = await openDesk(app, ["ava"]);
  await desk.report("gone", { person: "ava" });
  await addQueueWithNumber(app, ["ava"], { noAnswer });
  const twilio = openTwilio(app);
  expect(bodyOf(await twilio.voice("CA1", "+15125550143"))).toMatch(expected);
  expect(bodyOf(await (await twilio.send("/twilio/over", { CallSid: "CA1" })).text())).toBe("<Hangup/>");
});
