import { expect, onTestFinished, test } from "vitest";
import { serve } from "@hono/node-server";
import type { AddressInfo } from "node:net";
import { createApp } from "../../../src/http/app.ts";
import { callsNoted } from "../../../src/features/calls/noteCalls.ts";
import { endOverdueCalls } from "../../../src/features/calls/endOverdue.ts";
import { reportOnce } from "../../../src/http/twilio/installation.ts";
import { TwilioPlatform } from "../../../src/integrations/carrier/twilio/twilio.ts";
import { addQueueWithNumber, openDesk } from "../../support/fixtures/callGate.ts";
import { setBalance } from "../../support/fixtures/money.ts";
import { MINUTE, openTestApp, type TestApp } from "../../support/kit.ts";
import { ACCOUNT_SID, AUTH_TOKEN, TwilioStandIn } from "../../support/twilio/twilioStandIn.ts";

const NUMBER = "+15125550143";

/** A server that the emulator can reach, with the emulator as its Twilio. */
async function openEmulated(app: TestApp, twilio: TwilioStandIn): Promise<void> {
  let fetchApp: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = serve({ fetch: (request) => fetchApp(request), port: 0, hostname: "127.0.0.1" });
  await new Promise<void>((ready) => server.once("listening", ready));
  onTestFinished(() => void server.close());
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app.services.publicUrl = publicUrl;
  app.services.carrier = new TwilioPlatform({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    apiUrl: twilio.url,
    sipDomain: undefined,
    publicUrl,
    wall: app.now,
  });
  fetchApp = createApp(app.services, null).fetch;
}

test("by the emulator: a bought number asks here, its call ends where the balance does, and the end arrives", async () => {
  const app = await openTestApp();
  const twilio = new TwilioStandIn();
  await twilio.start();
  onTestFinished(() => twilio.stop());
  await openDesk(app, ["ava"]);
  await addQueueWithNumber(app, ["ava"]);
  await openEmulated(app, twilio);
  const { services } = app;
  expect(await services.carrier.buy({ number: NUMBER, key: "order-1" }, AbortSignal.timeout(5000))).toEqual({
    outcome: "done",
  });
  const callId = await twilio.call("+15125550177", NUMBER);
  await callsNoted(services.db);
  const calls = () => app.selectRows("SELECT id, platform, answered_at FROM calls_in_progress");
  expect(await calls()).toEqual([{ id: callId, platform: "twilio", answered_at: null }]);
  await setBalance(app, "northwind", 10_000);
  const report = { event: "inbound", call: callId, person: app.people["ava@callboard.demo"]! } as const;
  await reportOnce(services, app.account("northwind"), { id: "answered", ...report });
  app.advance(MINUTE);
  await endOverdueCalls()(services);
  expect(await twilio.statusOf(callId)).toBe("completed");
  await twilio.setStatus(callId, "completed");
  expect(await calls()).toEqual([]);
}, 60_000);
