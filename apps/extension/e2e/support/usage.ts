import { dayIn, dayStart } from "@callboard/domain/core/calendar";
import { DAY, HOUR, MINUTE } from "@callboard/domain/core/time";
import type { Client, TestServer } from "./server.ts";

/** A meter that records an account's usage. */
async function createMeter(server: TestServer, account: string, name = "Usage meter"): Promise<Client> {
  const operator = await server.operator();
  const { secret } = await operator.access.createMeterKey.mutate({ account, name });
  return server.clientFor(secret, account);
}

const ZONE = "America/New_York";

/** An hour of calls and messages, one of them recorded two days late. All of it is in one month, whatever the date. */
export async function recordUsage(server: TestServer, account: string, of = "today"): Promise<void> {
  const meter = await createMeter(server, account, `Meter of ${of}`);
  const monthStart = (at: number) => dayStart(`${dayIn(at, ZONE).slice(0, -2)}01`, ZONE);
  const began = await server.now();
  if (began - HOUR < monthStart(began)) await server.advanceClock(HOUR);
  const now = await server.now();
  const call = (hours: number, quantity: number, number: string, who: string, kind = "minutes") => ({
    id: `${of}: ${who}`,
    kind,
    quantity,
    at: Math.round(now - hours * HOUR),
    number,
    description: `from ${who}`,
  });
  const counted = await meter.balance.recordUsage.mutate({
    events: [
      call(0.4, 4, "+12125550103", "Lee"),
      call(0.3, 12, "+12125550107", "Ortega"),
      call(0.3, 3, "+18885550160", "Novak", "toll-free minutes"),
      { id: `${of}: texts`, kind: "messages", quantity: 14, at: now - 20 * MINUTE },
      { id: `${of}: names`, kind: "caller names", quantity: 6, at: now - 10 * MINUTE },
      { ...call(0, 7.5, "+13125550120", "Okafor"), at: Math.max(now - 2 * DAY, monthStart(now)) },
    ],
  });
  if (counted.rejected.length > 0) throw new Error(JSON.stringify(counted.rejected));
}
