import { expect, test } from "vitest";
import { createApp } from "../../../src/http/app.ts";
import { addQueueWithNumber, openDesk } from "../../support/fixtures/callGate.ts";
import { openTestApp } from "../../support/kit.ts";
import { CALLER, openTwilio, sign } from "../../support/twilio/twilioCalls.ts";
import { ACCOUNT_SID } from "../../support/twilio/twilioStandIn.ts";

const NUMBER = "+15125550143";
const PARAMS = { AccountSid: ACCOUNT_SID, CallSid: "CA1", From: CALLER, To: NUMBER, CallStatus: "ringing" };
const ADDRESS = "http://callboard.test/twilio/voice";

async function openCalls() {
  const app = await openTestApp();
  await openDesk(app, ["ava"]);
  await addQueueWithNumber(app, ["ava"]);
  const twilio = openTwilio(app);
  const calls = () => app.selectRows("SELECT id FROM calls_in_progress");
  return { app, twilio, calls };
}

test("a request that Twilio signed is answered with TwiML", async () => {
  const { twilio, calls } = await openCalls();
  const answer = await twilio.send("/twilio/voice", PARAMS);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/xml/);
  expect(await answer.text()).toContain("<Dial");
  await expect.poll(calls).toEqual([{ id: "CA1" }]);
});

test.each([
  ["missing", null],
  ["empty", ""],
  ["of another account's token", sign(ADDRESS, PARAMS, "another token")],
  ["of another address", sign("http://callboard.test/twilio/next", PARAMS)],
  ["of another host", sign("http://elsewhere.test/twilio/voice", PARAMS)],
  ["of other parameters", sign(ADDRESS, { ...PARAMS, To: "+15125550199" })],
  ["of fewer parameters", sign(ADDRESS, { AccountSid: ACCOUNT_SID, CallSid: "CA1" })],
  ["much too long", "a".repeat(5000)],
] as const)("a signature that is %s is refused, and nothing happens", async (_what, signature) => {
  const { twilio, calls } = await openCalls();
  const answer = await twilio.send("/twilio/voice", PARAMS, signature);
  expect([answer.status, await answer.text()]).toEqual([403, ""]);
  expect(await calls()).toEqual([]);
});

test("a request of another account at Twilio is refused, although its signature fits", async () => {
  const { twilio } = await openCalls();
  expect((await twilio.send("/twilio/voice", { ...PARAMS, AccountSid: "AC0" })).status).toBe(403);
});

test.each(["/twilio/voice", "/twilio/next?account=a&asked=0&group=0", "/twilio/status", "/twilio/over"])(
  "%s answers nobody without a signature",
  async (target) => {
    const { twilio } = await openCalls();
    expect((await twilio.send(target, PARAMS, null)).status).toBe(403);
  },
);

test("a recorded request that is sent again gets the first answer and changes nothing, even much later", async () => {
  const { app, twilio, calls } = await openCalls();
  const first = await twilio.voice("CA1", NUMBER);
  await twilio.leg(first, "CA1", `client:${app.people["ava@callboard.demo"]}`, "ringing");
  await twilio.leg(first, "CA1", `client:${app.people["ava@callboard.demo"]}`, "in-progress");
  await expect.poll(calls).toHaveLength(1);
  const state = () =>
    app.selectRows(
      `SELECT (SELECT count(*) FROM changes) AS changes, (SELECT count(*) FROM postings) AS postings,
       (SELECT group_concat(data) FROM calls_in_progress) AS calls`,
    );
  const before = await state();
  app.advance(60_000);
  for (const webhook of twilio.sent) {
    const answer = await twilio.repeat(webhook);
    expect(answer.status).toBe(webhook.target === "/twilio/voice" ? 200 : 204);
    if (webhook.target === "/twilio/voice") expect(await answer.text()).toBe(first);
  }
  expect(await state()).toEqual(before);
});

test("another call under a call's id is refused", async () => {
  const { twilio } = await openCalls();
  await twilio.voice("CA1", NUMBER);
  const other = await twilio.send("/twilio/voice", { ...PARAMS, From: "+15125550178" });
  expect(other.status).toBe(409);
});

test("parameters that Twilio never sends are refused with a sentence", async () => {
  const { twilio } = await openCalls();
  for (const wrong of [{ CallSid: "" }, { CallSid: "x".repeat(5000) }, { To: "x".repeat(500) }]) {
    const answer = await twilio.send("/twilio/voice", { ...PARAMS, ...wrong });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { error: { message: string } }).error.message).toMatch(/\.$/);
  }
});

test("without Twilio as the platform its addresses don't exist", async () => {
  const { services } = await openTestApp();
  const answer = await createApp(services, null).request("/twilio/voice", { method: "POST" });
  expect(answer.status).toBe(404);
});
