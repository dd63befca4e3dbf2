import type { GateFacts } from "../../src/calls/admit.ts";
import { RUNNING } from "../../src/lifecycle/rules.ts";
import { PLANS } from "../../src/plans/catalogue.ts";
import type { QueueData } from "../../src/queues/schema.ts";
import { numberData, queueData } from "./routing.ts";
import { agent, doc, IDLE, STATUSES } from "./samples.ts";

/** A number whose calls go to the queue Sales, where Ava and Ben wait for them. Ten units to spend. */
export const gateFacts = (more: Partial<GateFacts> = {}): GateFacts => ({
  number: doc("number", "number", numberData({ route: { to: "queue", id: "sales" } })),
  service: { lifecycle: RUNNING, balanceMicros: 10_000_000, frozenConnects: true },
  zone: "UTC",
  rates: PLANS.advanced.rates,
  spendableMicros: 10_000_000,
  callsInProgress: [],
  callsOnNumber: [],
  queues: queuesOf({ sales: {} }),
  receivers: new Map([["desk", doc("receiver", "desk", { e164: "+15125550199", name: "Front desk" })]]),
  seatOf: (person) => ({ person, agent: agent().data, phone: IDLE }),
  statuses: STATUSES,
  turns: new Map(),
  reserved: new Set(),
  ...more,
});

/** Queues of Ava and Ben in turn, with these differences. */
export const queuesOf = (queues: Record<string, Partial<QueueData>>): GateFacts["queues"] =>
  new Map(
    Object.entries(queues).map(([id, data]) => [
      id,
      doc(
        "queue",
        id,
        queueData({
          name: id,
          routing: "round robin",
          members: [
            { id: "ava", weight: 1 },
            { id: "ben", weight: 1 },
          ],
          ...data,
        }),
      ),
    ]),
  );
