import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buyNumber,
  type PurchaseFacts,
  settlePurchase,
  declinePurchase,
  type Purchase,
} from "../../src/numbers/buy.ts";
import type { Effect } from "../../src/core/effect.ts";
import {
  type ProviderAnswer,
  checkAgain,
  type ProviderRequest,
  type ProviderRequestData,
  applyAnswer,
  markSent,
  nextStep,
} from "../../src/core/provider-request/providerRequest.ts";
import { en } from "../../src/core/messages/en.ts";
import { message } from "../../src/core/message.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { AVA, doc, NOON, failureOf } from "../support/samples.ts";

const NO_TARGET = { source: null, receiver: null, queue: null };
const purchase: Purchase = {
  e164: "+15125550100",
  display: "+1 512 555 0100",
  name: "Spring",
  kind: "local",
  source: null,
  route: null,
  feeMicros: 1_500_000,
  currency: "USD",
  payer: "agency",
};
const facts: PurchaseFacts = {
  routingTarget: NO_TARGET,
  ownedBy: null,
  orderedBy: null,
  spendableMicros: 1_500_000,
  capacity: { resource: "numbers", plan: "Essentials", limit: 25, used: 24 },
};
const click = (more: Partial<PurchaseFacts> = {}, what: Partial<Purchase> = {}) =>
  buyNumber("acc", "e", { ...purchase, ...what }, { ...facts, ...more }, AVA, NOON);

test.each([
  ["in the own list", { ownedBy: "acc" }, "conflict", "numbers.alreadyOwned"],
  ["ordered by oneself", { orderedBy: "acc" }, "conflict", "numbers.orderOpen"],
  ["beyond the plan", { capacity: { ...facts.capacity, used: 25 } }, "conflict", "plans.full-numbers"],
  ["in somebody else's list", { ownedBy: "other" }, "conflict", "numbers.unavailable"],
  ["ordered by somebody else", { orderedBy: "other" }, "conflict", "numbers.unavailable"],
  ["dearer than the balance", { spendableMicros: 1_499_999 }, "unpaid", "numbers.unpaid"],
] as const)("rejects a number that is %s at the click", (_title, more, code, key) => {
  expect(failureOf(() => click(more))).toMatchObject({ code, key });
});

test("a balance of exactly the fee is enough, and a routing target must exist", () => {
  expect(click()).toHaveLength(2);
  expect(failureOf(() => click({}, { source: "gone" }))).toMatchObject({ code: "invalid", field: "source" });
});

type AnswerKind = Exclude<ProviderAnswer["outcome"], "unknown"> | "lost" | "crash";
const ANSWERS: readonly AnswerKind[] = ["done", "declined", "busy", "not received", "lost", "crash"];

/** A minimal environment for the rules: the store with its version guard, the jobs, the carrier. */
class PurchaseSimulator {
  now = NOON;
  requests = new Map<string, ProviderRequest>();
  numbers: string[] = [];
  fees: string[] = [];
  jobs: { requestId: string; version: number; dueAt: number }[] = [];
  /** Purchases in the carrier's records, by key. It never executes one twice. */
  carried = new Map<string, "done" | "declined">();
  given = 0;
  owned = false;

  write(effects: readonly Effect[]): void {
    for (const one of effects) {
      if (one.do === "later")
        this.jobs.push({ ...(one.job.data as { requestId: string; version: number }), dueAt: one.job.dueAt });
      else if (one.do === "post") this.fees.push(one.movement.key);
      else if ((one.do === "create" || one.do === "save") && one.kind === "providerRequest")
        this.requests.set(
          one.id,
          doc(
            "providerRequest",
            one.id,
            one.data as ProviderRequestData,
            (this.requests.get(one.id)?.version ?? 0) + 1,
          ),
        );
      else if (one.do === "create") this.numbers.push(one.id);
    }
  }

  /** A worker runs the job until it has the answer; writing it is another step, perhaps a late one. */
  take(requestId: string, version: number, what: AnswerKind): (() => void) | null {
    const found = this.requests.get(requestId) ?? null;
    const step = nextStep(found, version);
    if (!found || step === null) return null;
    if (step === "send") this.write(markSent(found, 10 * SECOND, this.now));
    const held = this.requests.get(requestId)!;
    const answer = step === "send" ? this.send(requestId, what) : this.input(requestId, what);
    if (answer === null) return null;
    return () => {
      const now = this.requests.get(requestId)!;
      if (now.version !== held.version) return;
      const routingTarget = NO_TARGET;
      const endings = {
        done: () =>
          settlePurchase(
            now,
            { routingTarget, isOwnedElsewhere: this.owned, canceled: false, zone: "UTC", before: null },
            `spare${(this.given += 1)}`,
            this.now,
          ),
        declined: declinePurchase,
      };
      this.write(applyAnswer(now, step, answer, endings, this.now));
    };
  }

  /** `lost` and `crash` happen after it was done, `not received` before it arrived. */
  private send(key: string, what: AnswerKind): ProviderAnswer | null {
    if (what === "busy") return { outcome: "busy" };
    if (what === "not received") return { outcome: "unknown", reason: "lost" };
    if (!this.carried.has(key)) this.carried.set(key, what === "declined" ? "declined" : "done");
    return what === "crash" ? null : what === "lost" ? { outcome: "unknown", reason: "silent" } : this.outcome(key);
  }

  private input(key: string, what: AnswerKind): ProviderAnswer | null {
    if (what === "crash") return null;
    if (what === "lost" || what === "busy") return { outcome: "unknown", reason: "pending" };
    return this.carried.has(key) ? this.outcome(key) : { outcome: "not received" };
  }

  private outcome = (key: string): ProviderAnswer =>
    this.carried.get(key) === "done"
      ? { outcome: "done" }
      : { outcome: "declined", why: message("numbers.noLongerAvailable") };
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("work" as const), what: fc.constantFrom(...ANSWERS), late: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(6 * SECOND, MINUTE, HOUR, 7 * HOUR) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("late" as const, "twice" as const, "owned" as const, "ask" as const) }),
  },
);

function check(world: PurchaseSimulator, ends: Map<string, string>): void {
  const first = world.requests.get("e")!;
  expect(world.numbers.length).toBeLessThanOrEqual(1);
  expect(world.fees).toEqual(world.numbers.map((id) => `request:${id}`));
  expect(world.numbers.length === 1).toBe(first.data.state === "settled");
  for (const [id, { data, version }] of world.requests) {
    expect(Object.keys(en)).toContain(data.why.key);
    expect(data.endedAt !== null).toBe(["settled", "declined"].includes(data.state));
    if (data.endedAt === null) continue;
    // An ended request stays as it is.
    expect(ends.get(id) ?? `${version}`).toBe(`${version}`);
    ends.set(id, `${version}`);
  }
}

test("whatever happens to a purchase: at most one number, a fee exactly with it, one explanation, final outcomes", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const world = new PurchaseSimulator();
      const ends = new Map<string, string>();
      const held: (() => void)[] = [];
      world.write(click());
      for (const one of steps) {
        const [job] = world.jobs.filter(({ requestId, dueAt }) => requestId === "e" && dueAt <= world.now);
        if (one.do === "pass") world.now += one.ms;
        if (one.do === "owned") world.owned ||= world.numbers.length === 0;
        if (one.do === "late") held.shift()?.();
        if (one.do === "ask" && world.requests.get("e")!.data.state === "unknown")
          world.write(checkAgain(world.requests.get("e")!, world.now));
        if ((one.do === "work" || one.do === "twice") && job) {
          // An expired lease: two workers have the same job.
          if (one.do === "work") world.jobs.splice(world.jobs.indexOf(job), 1);
          const conclude = world.take(job.requestId, job.version, one.do === "work" ? one.what : "done");
          if (conclude && one.do === "work" && one.late) held.push(conclude);
          else conclude?.();
        }
        check(world, ends);
      }
      for (const conclude of held) conclude();
      check(world, ends);
      finish(world);
      check(world, ends);
      expect(world.requests.get("e")!.data.endedAt).not.toBeNull();
      // Numbers that the carrier assigned and that are in no list were released again.
      const kept = world.carried.get("e") === "done" && world.numbers.length === 0;
      expect(world.requests.size).toBe(kept ? 2 : 1);
    }),
    { numRuns: 600, seed: 3 },
  );
});

/** The carrier works again, and an administrator checks where nobody else does. */
function finish(world: PurchaseSimulator): void {
  for (let turn = 0; turn < 60 && world.requests.get("e")!.data.endedAt === null; turn += 1) {
    const { data, version } = world.requests.get("e")!;
    if (data.state === "unknown" && data.nextStepAt === null)
      world.write(checkAgain(world.requests.get("e")!, world.now));
    else {
      world.now = Math.max(world.now, data.nextStepAt!);
      world.take("e", version, "done")?.();
    }
    if (world.now > NOON + 30 * DAY) throw new Error("it never ends");
  }
}
