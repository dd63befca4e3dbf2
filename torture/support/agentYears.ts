import { message } from "../../packages/domain/src/core/message.ts";
import type { Effect } from "../../packages/domain/src/core/effect.ts";
import type { DataOf } from "../../packages/domain/src/core/records.ts";
import type { Doc } from "../../packages/domain/src/core/record.ts";
import { recordStatus } from "../../packages/domain/src/agents/rules.ts";
import { handlePhoneEvent } from "../../packages/domain/src/calls/rules.ts";
import { phoneNow } from "../../packages/domain/src/calls/phoneState.ts";
import { commit } from "../../apps/server/src/store/commit.ts";
import { findOne } from "../../apps/server/src/store/queries.ts";
import type { Services } from "../../apps/server/src/services.ts";
import type { Choice, PhoneCall } from "../../apps/server/test/support/models/timeModel.ts";
import { scopeOf } from "../../apps/server/test/support/scopes.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const cause = message("agents.cause.chosen");

export interface Life {
  choices: Choice[];
  calls: PhoneCall[];
}

/** What somebody does from one instant to another: a choice every few hours, at night too, and a call now and then. */
export function drawLife(random: () => number, from: number, to: number, statuses: readonly string[]): Life {
  const between = (least: number, most: number) => Math.floor(least + random() * (most - least));
  const choices: Choice[] = [];
  const calls: PhoneCall[] = [];
  for (let at = from; at < to; at += between(20 * MINUTE, 11 * HOUR)) {
    const last = choices.at(-1);
    // A different status each time, also from Available, to which somebody may have returned meanwhile.
    const others = statuses.filter((one) => one !== last?.status && (one !== "available" || !last?.returns));
    const status = others[between(0, others.length)]!;
    const until = status !== "offline" && random() < 0.6 ? at + between(MINUTE, 5 * HOUR) : null;
    // Built-in statuses stay.
    choices.push({ at, status, until, returns: until !== null && status !== "available" && random() < 0.5 });
  }
  for (let at = from + HOUR; at < to; at += between(HOUR, 47 * HOUR)) {
    const end = at + between(MINUTE, 40 * MINUTE);
    calls.push({ from: at, to: end, wrapUpTo: end + between(1000, 5 * MINUTE) });
  }
  return { choices, calls };
}

interface Seat {
  agent: Doc<DataOf<"agent">>;
  phone: Doc<DataOf<"phone">>;
}
type Step = { at: number } & ({ choice: Choice } | { event: "gone" | "inbound" | "wrap-up" | "wrap-up over" });

function stepsOf({ choices, calls }: Life, now: number): Step[] {
  const steps: Step[] = [
    // Whatever their phone did before ends as the first choice is made.
    { at: choices[0]!.at, event: "gone" },
    ...choices.map((choice) => ({ at: choice.at, choice })),
    ...calls.flatMap(({ from, to, wrapUpTo }): Step[] => [
      { at: from, event: "inbound" },
      { at: to, event: "wrap-up" },
      { at: wrapUpTo, event: "wrap-up over" },
    ]),
  ];
  return steps.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at);
}

function effectsOf({ agent, phone }: Seat, step: Step): Effect[] {
  const { at } = step;
  if ("event" in step) return handlePhoneEvent([{ agent, phone }], step.event, at, at);
  const { status, until, returns } = step.choice;
  const data = {
    ...agent.data,
    status,
    statusName: status,
    since: at,
    until,
    whenOver: returns ? ("available" as const) : ("stay" as const),
    cause,
    chosenAt: at,
    next: null,
    before: null,
  };
  return recordStatus(agent, phoneNow(phone.data, at), at, { data, action: message("agents.didChoose", { status }) });
}

const STEPS_PER_COMMIT = 500;

/** Writes a life as the product would have, but many steps in one commit; those after `now` haven't happened. */
export async function writeLife(services: Services, account: string, person: string, life: Life, now: number) {
  const steps = stepsOf(life, now);
  for (let from = 0; from < steps.length; from += STEPS_PER_COMMIT)
    await commit(
      scopeOf(services, account),
      { agent: findOne("agent", person), phone: findOne("phone", person) },
      (stored) => {
        // Every step builds on the one before; all are saved against what was read.
        const seat: Seat = { ...stored };
        return steps.slice(from, from + STEPS_PER_COMMIT).flatMap((step) =>
          effectsOf(seat, step).map((effect) => {
            if (effect.do !== "save") return effect;
            if (effect.kind === "agent") seat.agent = { ...stored.agent, data: effect.data as Seat["agent"]["data"] };
            if (effect.kind === "phone") seat.phone = { ...stored.phone, data: effect.data as Seat["phone"]["data"] };
            return { ...effect, at: effect.at ?? step.at };
          }),
        );
      },
    );
}
