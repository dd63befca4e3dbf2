import { expect, test } from "vitest";
import { guardEnd, ruleLoop } from "../../src/agents/choiceGuard.ts";
import { applyIdleRule, type IdleReport } from "../../src/agents/idleRule.ts";
import type { PhoneData } from "../../src/agents/phoneSchema.ts";
import { addPlan, renewUpcoming } from "../../src/agents/planned.ts";
import type { PlannedStatus } from "../../src/agents/plannedSchema.ts";
import { plannedNow } from "../../src/agents/plannedStart.ts";
import { type AgentData, currentStatus } from "../../src/agents/rules.ts";
import { chooseStatus, clearNext, extendPromise, queueNext, undoChoice } from "../../src/agents/statusChoice.ts";
import { applyMissedCallRule } from "../../src/calls/missedCalls.ts";
import { handlePhoneEvent } from "../../src/calls/rules.ts";
import type { Effect } from "../../src/core/effect.ts";
import { Failure } from "../../src/core/failure.ts";
import type { Doc } from "../../src/core/record.ts";
import { DAY, MINUTE } from "../../src/core/time.ts";
import { AgentDayModel, type ModelStatus, type ModelTime } from "../support/agentDayModel.ts";
import { agent, agentAfter, AVA, CHOSEN_BY_AVA, doc, IDLE, NOON, plannedData, STATUSES } from "../support/samples.ts";

declare const process: { env: Record<string, string | undefined> };
/** `MODEL_STEPS=50000` for the long form. */
const STEPS = Number(process.env["MODEL_STEPS"] ?? 4_000);
const STEPS_PER_DAY = 100;
const MODEL_STATUSES: Record<string, ModelStatus> = Object.fromEntries(
  STATUSES.map(({ id, takesCalls, defaultMinutes, whenOver }) => [id, { takesCalls, defaultMinutes, over: whenOver }]),
);
const CHOICES = ["available", "lunch", "meeting", "leave", "desk", "offline"];
const IDLE_RULE = { minutes: 3, status: "lunch" };

const randomOf = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
};

/** One agent in the product: a record, a phone, plans, and two devices. */
class Product {
  agent: Doc<AgentData>;
  phone: Doc<PhoneData> = doc("phone", "ava", IDLE);
  plans: Doc<PlannedStatus>[] = [];
  reports: (IdleReport | null)[] = [null, null];
  readonly guardMinutes: number;

  constructor(guardMinutes: number, now: number) {
    this.guardMinutes = guardMinutes;
    this.agent = agent({ since: now });
  }
  get facts() {
    const { plans, guardMinutes } = this;
    return { agent: this.agent, phone: this.phone.data, statuses: STATUSES, plans, guardMinutes };
  }
  /** Applies a decision; false if it was refused. */
  apply(decide: () => readonly Effect[]): boolean {
    try {
      const effects = decide();
      this.agent = agentAfter(this.agent, effects);
      for (const effect of effects) {
        if (effect.do === "save" && effect.kind === "phone")
          this.phone = { ...this.phone, data: effect.data as PhoneData };
        if (effect.do === "create" && effect.kind === "plannedStatus")
          this.plans.push(doc("plannedStatus", effect.id, effect.data as PlannedStatus));
      }
      return true;
    } catch (error) {
      if (error instanceof Failure) return false;
      throw error;
    }
  }
  /** The server's job works out further planned times when they are due. */
  renew(now: number): void {
    const due = this.agent.data.upcoming?.renewAt ?? null;
    if (due !== null && due <= now) this.apply(() => renewUpcoming(this.facts, now));
  }
  at(now: number): AgentData {
    return currentStatus(this.agent.data, this.phone.data, now);
  }
}

/** Plans of these minutes of the day, in UTC, as the product has them and as a list of times. */
function plan(product: Product, draws: [string, number, number, number[]][], now: number): ModelTime[] {
  const times: ModelTime[] = [];
  const today = Math.floor(now / DAY);
  for (const [index, [status, from, to, weekdays]] of draws.entries()) {
    const firstDay = new Date(today * DAY).toISOString().slice(0, 10);
    const draft = { ...plannedData(), status, from, to, weekdays, firstDay };
    product.apply(() => addPlan(product.facts, draft, { id: `plan${index}`, zone: "UTC", actor: AVA }, now));
    for (let day = today; day < today + 12; day += 1) {
      const weekday = new Date(day * DAY).getUTCDay() || 7;
      const until = (to > from ? day : day + 1) * DAY + to * MINUTE;
      if (weekdays.includes(weekday)) times.push({ status, from: day * DAY + from * MINUTE, until });
    }
  }
  return times.toSorted((a, b) => a.from - b.from || a.until - b.until);
}

test("any mixture of choices, rules, calls, plans and time is what a walk through the minutes finds", () => {
  const seen = { planned: 0, held: 0, loops: 0, afterCall: 0, refused: 0 };
  for (let script = 0; script * STEPS_PER_DAY < STEPS; script += 1) {
    const random = randomOf(script + 1);
    const whole = (most: number) => Math.floor(random() * most);
    const draw = <T>(all: readonly T[]): T => all[whole(all.length)]!;
    const guard = draw([0, 1, 10]);
    let now = NOON;
    const product = new Product(guard, now);
    const plans = Array.from({ length: whole(4) }, (): [string, number, number, number[]] => {
      // None lasts at noon, when they are planned one after the other.
      const from = (725 + whole(1_130)) % 1_440;
      const length = 5 + whole(Math.min(300, ((720 - from + 1_440) % 1_440) - 5));
      const days = [1, 2, 3, 4, 5, 6, 7].filter(() => random() < 0.6);
      return [draw(["lunch", "meeting", "desk"]), from, (from + length) % 1_440, days.length > 0 ? days : [3]];
    });
    // A quiet day is one of rules: only then do they go in circles.
    const isQuiet = script % 4 === 3;
    const model = new AgentDayModel(MODEL_STATUSES, plan(product, plans, now), guard, now);
    for (let step = 0; step < STEPS_PER_DAY; step += 1) {
      now += draw(isQuiet ? [1, 1, 2] : [0, 1, 1, 2, 3, 5, 11, 30, 90]) * MINUTE;
      product.renew(now);
      model.walkTo(now);
      const kind = draw(
        isQuiet && random() < 0.95
          ? (["missed", "missed", "idle", "phone"] as const)
          : ["choose", "queue", "clear", "extend", "undo", "idle", "idle", "missed", "missed", "phone", "phone"],
      );
      const trace: unknown[] = [kind];
      if (model.isHeld) seen.held += 1;
      if (kind === "choose") {
        const [status, minutes] = [draw(CHOICES), draw([undefined, null, 1, 20, 120])];
        trace.push(status, minutes);
        product.apply(() => chooseStatus(product.facts, { status, minutes }, CHOSEN_BY_AVA, now));
        model.choose(status, minutes);
      } else if (kind === "queue") {
        const [status, minutes] = [draw(CHOICES), draw([null, 5, 60])];
        trace.push(status, minutes);
        product.apply(() => queueNext(product.facts, { status, minutes }, AVA, now));
        model.queue(status, minutes);
      } else if (kind === "clear") {
        product.apply(() => clearNext(product.facts, now));
        model.next = null;
      } else if (kind === "extend" || kind === "undo") {
        const minutes = draw([1, 15]);
        const isDone = product.apply(() =>
          kind === "undo"
            ? undoChoice(product.facts, AVA, undefined, now)
            : extendPromise(product.facts, minutes, undefined, now),
        );
        if (!isDone) seen.refused += 1;
        trace.push(minutes, isDone);
        expect([script, step, kind, kind === "undo" ? model.undo() : model.extend(minutes)]).toEqual([
          script,
          step,
          kind,
          isDone,
        ]);
      } else if (kind === "idle") {
        const [device, idleSince] = [whole(2), draw([null, now - 2 * MINUTE, now - 30 * MINUTE])];
        trace.push(device, idleSince);
        product.reports[device] = { idleSince, reportedAt: now };
        const reports = product.reports.filter((one) => one !== null);
        product.apply(() =>
          applyIdleRule(product.facts, { idleRule: IDLE_RULE, guardMinutes: guard }, reports, AVA, now),
        );
        model.report(device, idleSince, IDLE_RULE);
      } else if (kind === "missed") {
        const [status, minutes] = isQuiet ? ["lunch", 1] : ["leave", draw([null, 1, 10])];
        trace.push(status, minutes);
        const rule = { name: "Sales", missedCall: { after: 1, status, minutes } };
        product.apply(() => applyMissedCallRule(product.facts, rule, 1, guard, now));
        model.miss(status, minutes);
      } else {
        const event = draw(["inbound", "wrap-up", "ended", "ended"] as const);
        trace.push(event);
        product.apply(() => handlePhoneEvent([{ phone: product.phone, agent: product.agent }], event, now, now));
        model.hear(event);
      }
      const current = product.at(now);
      if (plannedNow(current) !== null) seen.planned += 1;
      if (model.hasLoop) seen.loops += 1;
      if (current.cause.key === "agents.cause.afterCall") seen.afterCall += 1;
      const found = {
        status: current.status,
        until: current.until,
        next: current.next?.status ?? null,
        isPlanned: plannedNow(current) !== null,
        guardEnd: guardEnd(current, guard),
        hasLoop: ruleLoop(current) !== null,
      };
      const expected = {
        status: model.current.status,
        until: model.current.until,
        next: model.next?.status ?? null,
        isPlanned: model.planReturn !== null,
        guardEnd: model.choice + guard * MINUTE,
        hasLoop: model.hasLoop,
      };
      expect({ script, step, trace, ...found }).toEqual({ script, step, trace, ...expected });
      if (now > NOON + 8 * DAY) break;
    }
  }
  // Everything came up, or this test would say nothing.
  for (const [what, count] of Object.entries(seen)) expect([what, count > STEPS / 500]).toEqual([what, true]);
});
