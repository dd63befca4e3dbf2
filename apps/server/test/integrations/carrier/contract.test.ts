import { IndefiniteAnswer } from "../../../src/integrations/indefiniteAnswer.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PhonePlatform } from "../../../src/integrations/carrier/port.ts";
import { loadTwilio } from "../../../src/integrations/carrier/twilio/library.ts";
import { TwilioPlatform } from "../../../src/integrations/carrier/twilio/twilio.ts";
import { openTestApp } from "../../support/kit.ts";
import {
  ACCOUNT_SID,
  ADDRESS_NEEDED,
  AUTH_TOKEN,
  SOLD_ELSEWHERE,
  TwilioStandIn,
} from "../../support/twilio/twilioStandIn.ts";

type Fault = "timeout before" | "timeout after" | "failure" | "garbage" | "busy";

/** A platform, and the means to see what it sold and to disturb it. */
interface ContractSetup {
  platform: PhonePlatform;
  /** The fault of the next order, or the next end of a call; none after that. */
  failNext(fault: Fault): void;
  /** The numbers that it sold us. */
  owned(): Promise<string[]>;
  /** A call in progress. */
  startCall(): Promise<string>;
  hasEnded(callId: string): Promise<boolean>;
}

const FREE = ["+15125550100", "+15125550107"] as const;
let next = 0;
const newKey = () => `order-${(next += 1)}`;

async function sandboxSetup(): Promise<ContractSetup> {
  const { carrier, selectRows } = await openTestApp();
  const before = new Set(await numbersIn(selectRows));
  return {
    platform: carrier,
    failNext: (fault) => {
      const usual = carrier.faultFor;
      carrier.faultFor = (call) => {
        if (call.verb === "search" || call.verb === "check") return usual(call);
        carrier.faultFor = usual;
        return fault;
      };
    },
    owned: async () => (await numbersIn(selectRows)).filter((number) => !before.has(number)),
    startCall: async () => `call-${(next += 1)}`,
    hasEnded: async (callId) => carrier.phones.isEnded(callId),
  };
}

const numbersIn = async (selectRows: (sql: string) => Promise<Record<string, any>[]>) =>
  (await selectRows("SELECT number FROM sandbox_numbers")).map(({ number }) => number as string);

const twilio = new TwilioStandIn();
beforeAll(async () => {
  await Promise.all([twilio.start(), loadTwilio()]);
}, 60_000);
afterAll(() => twilio.stop());

async function twilioSetup(): Promise<ContractSetup> {
  twilio.nextFault = null;
  const platform = new TwilioPlatform({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    apiUrl: twilio.url,
    sipDomain: undefined,
    publicUrl: "http://127.0.0.1:1",
    wall: Date.now,
  });
  const owned = async () =>
    (await twilio.list("IncomingPhoneNumbers")).map(({ phone_number: number }) => String(number));
  for (const number of await owned()) await platform.release({ number, key: newKey() }, AbortSignal.timeout(5000));
  return {
    platform,
    failNext: (fault) => (twilio.nextFault = fault),
    owned,
    startCall: async () => {
      await platform.buy({ number: FREE[1], key: newKey() }, AbortSignal.timeout(5000));
      return twilio.call("+15125550177", FREE[1]);
    },
    hasEnded: async (callId) => (await twilio.statusOf(callId)) === "completed",
  };
}

describe.each([
  ["sandbox", sandboxSetup],
  ["twilio", twilioSetup],
] as const)("numbers and calls by %s", (_name, open) => {
  let setup: ContractSetup;
  let platform: PhonePlatform;
  const signal = (ms = 5000) => AbortSignal.timeout(ms);
  const buy = (number: string, key: string, ms?: number) => setup.platform.buy({ number, key }, signal(ms));
  const release = (number: string, key: string, ms?: number) => setup.platform.release({ number, key }, signal(ms));

  beforeEach(async () => {
    setup = await open();
    platform = setup.platform;
  });

  test("a search finds numbers of one country and kind with these digits, and no more than asked for", async () => {
    const query = { country: "US", kind: "local", digits: "512555010", limit: 2 } as const;
    const found = await platform.search(query, signal());
    expect(found.map(({ number }) => number)).toEqual(FREE);
    expect(found[0]).toMatchObject({ country: "US", kind: "local", region: expect.stringContaining("Austin") });
    expect(await platform.search({ ...query, digits: "5", limit: 1 }, signal())).toHaveLength(1);
    expect(await platform.search({ ...query, digits: "999999" }, signal())).toEqual([]);
    const tollFree = await platform.search({ ...query, kind: "toll-free", digits: "8885550100" }, signal());
    expect(tollFree).toMatchObject([{ number: "+18885550100", kind: "toll-free" }]);
    expect(await platform.search({ ...query, country: "DE", kind: "toll-free", digits: "" }, signal())).toEqual([]);
  });

  test("an order buys one number, however often it is sent, and is found by its key", async () => {
    const key = newKey();
    expect(await platform.checkOrder(key, signal())).toEqual({ outcome: "not received" });
    expect(await Promise.all([buy(FREE[0], key), buy(FREE[0], key)])).toEqual([
      { outcome: "done" },
      { outcome: "done" },
    ]);
    expect(await buy(FREE[0], key)).toEqual({ outcome: "done" });
    expect(await platform.checkOrder(key, signal())).toEqual({ outcome: "done" });
    expect(await setup.owned()).toEqual([FREE[0]]);
  });

  test("a number that we have, or somebody else, isn't sold again", async () => {
    await buy(FREE[0], newKey());
    for (const number of [FREE[0], SOLD_ELSEWHERE]) {
      const key = newKey();
      expect(await buy(number, key)).toEqual({ outcome: "declined", reason: "taken" });
    }
    expect(await setup.owned()).toEqual([FREE[0]]);
  });

  test("a number that needs an address is declined with that reason", async () => {
    expect(await buy(ADDRESS_NEEDED, newKey())).toEqual({ outcome: "declined", reason: "address needed" });
  });

  test("a released number is for sale again, and releasing it twice is no error", async () => {
    await buy(FREE[0], newKey());
    const key = newKey();
    expect(await release(FREE[0], key)).toEqual({ outcome: "done" });
    expect(await release(FREE[0], key)).toEqual({ outcome: "done" });
    expect(await release("+15125550155", newKey())).toEqual({ outcome: "done" });
    expect(await setup.owned()).toEqual([]);
    expect(await buy(FREE[0], newKey())).toEqual({ outcome: "done" });
  });

  test.each([
    ["timeout before", false],
    ["timeout after", true],
    ["failure", false],
    ["garbage", true],
  ] as const)("after “%s” nobody knows; asking and sending again buys one number", async (fault, isDone) => {
    const key = newKey();
    setup.failNext(fault);
    const error = await buy(FREE[0], key, 400).catch((thrown: unknown) => thrown);
    expect(error instanceof IndefiniteAnswer || (error as Error).name === "TimeoutError", String(error)).toBe(true);
    expect(await platform.checkOrder(key, signal())).toEqual({ outcome: isDone ? "done" : "not received" });
    expect(await buy(FREE[0], key)).toEqual({ outcome: "done" });
    expect(await setup.owned()).toEqual([FREE[0]]);
  });

  test("a busy platform did nothing, and the order goes through later", async () => {
    const key = newKey();
    setup.failNext("busy");
    expect(await buy(FREE[0], key)).toEqual({ outcome: "busy" });
    expect(await setup.owned()).toEqual([]);
    expect(await buy(FREE[0], key)).toEqual({ outcome: "done" });
  });

  test.each(["timeout before", "timeout after", "failure"] as const)(
    "a release after “%s” is sent again until it is done",
    async (fault) => {
      await buy(FREE[0], newKey());
      const key = newKey();
      setup.failNext(fault);
      await expect(release(FREE[0], key, 400)).rejects.toThrow();
      expect(["not received", "done"]).toContain((await platform.checkOrder(key, signal())).outcome);
      expect(await release(FREE[0], key)).toEqual({ outcome: "done" });
      expect(await setup.owned()).toEqual([]);
    },
  );

  test("a call in progress is ended; one that is over or was never there needs no ending", async () => {
    const callId = await setup.startCall();
    expect(await setup.hasEnded(callId)).toBe(false);
    expect(await platform.endCall(callId, signal())).toEqual({ outcome: "done" });
    expect(await setup.hasEnded(callId)).toBe(true);
    expect(await platform.endCall(callId, signal())).toEqual({ outcome: "done" });
    expect(await platform.endCall(`CA${"0".repeat(32)}`, signal())).toEqual({ outcome: "done" });
  });

  test("a call that couldn't be ended is ended at the next try", async () => {
    const callId = await setup.startCall();
    setup.failNext("busy");
    expect(await platform.endCall(callId, signal())).toEqual({ outcome: "busy" });
    for (const fault of ["timeout before", "failure"] as const) {
      setup.failNext(fault);
      await expect(platform.endCall(callId, signal(400))).rejects.toThrow();
      expect(await setup.hasEnded(callId)).toBe(false);
    }
    expect(await platform.endCall(callId, signal())).toEqual({ outcome: "done" });
    expect(await setup.hasEnded(callId)).toBe(true);
  });
});
