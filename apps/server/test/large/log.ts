import type { AgentData } from "@callboard/domain/agents/rules";
import { AVAILABLE, OFFLINE } from "@callboard/domain/agents/types";
import { type Effect, save } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import type { DataOf } from "@callboard/domain/core/records";
import type { Doc } from "@callboard/domain/core/record";
import { type Instant, MINUTE } from "@callboard/domain/core/time";
import { findByIds } from "../../src/store/queries.ts";
import { commit } from "../../src/store/commit.ts";
import type { Services } from "../../src/services.ts";
import { scopeOf } from "../support/scopes.ts";
import type { NewLargeAccount } from "./size.ts";

interface LogPeriod {
  start: Instant;
  end: Instant;
  random: () => number;
}

const CHUNK = 500;

/** Seven in ten changes are people changing their status; of the rest, most edit numbers and some edit queues. */
export async function fillLog(
  services: Services,
  account: NewLargeAccount,
  { start, end, random }: LogPeriod,
): Promise<void> {
  const { changes } = account.size;
  for (let from = 0; from < changes; from += CHUNK) {
    const count = Math.min(CHUNK, changes - from);
    const at = Math.floor(start + ((end - start) * from) / changes);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
    const people = pickUnique(Math.floor(count * 0.7), () => pick(account.seats));
    const numbers = pickUnique(Math.floor(count * 0.25), () => pick(account.numbers));
    const queues = pickUnique(Math.max(1, count - people.length - numbers.length), () => pick(account.queues)).slice(
      0,
      10,
    );
    const queries = {
      agents: findByIds("agent", people),
      numbers: findByIds("number", numbers),
      queues: findByIds("queue", queues),
    };
    const scope = scopeOf(services, account.id, { now: at, actor: { as: "person", id: account.people[1]! } });
    await commit(scope, queries, (facts) => [
      ...facts.agents.map((agent, index) => chooseStatusEffect(account, agent, index, at)),
      ...facts.numbers.map((number) =>
        save(
          "number",
          number,
          { ...number.data, name: toggledName(number.data.name) },
          {
            action: message("numbers.didChangeNumber", { name: number.data.name }),
          },
        ),
      ),
      ...facts.queues.map((queue) =>
        save(
          "queue",
          queue,
          { ...queue.data, ringSeconds: 10 + (queue.version % 40) },
          {
            action: message("queues.didChange", { name: queue.data.name }),
          },
        ),
      ),
    ]);
  }
}

const pickUnique = (count: number, pick: () => string): string[] => [...new Set(Array.from({ length: count }, pick))];

const toggledName = (name: string): string => (name.endsWith(" b") ? name.slice(0, -2) : `${name} b`);

/** Mostly chosen by the agent; every fourteenth was set by a supervisor, with the reason. */
function chooseStatusEffect(
  { statuses, people }: NewLargeAccount,
  agent: Doc<DataOf<"agent">>,
  index: number,
  at: Instant,
): Effect {
  const isOwnChoice = index % 14 !== 0;
  const choice = (agent.version + index) % (statuses.length + 6);
  const status = statuses[choice] ?? (choice % 3 === 0 ? OFFLINE : AVAILABLE);
  const actor = { as: "person", id: isOwnChoice ? agent.id : people[1]! } as const;
  const data: AgentData = {
    status,
    statusName: status === AVAILABLE ? "Available" : status === OFFLINE ? "Offline" : status,
    since: at,
    chosenAt: at,
    until: choice % 4 === 0 ? at + 45 * MINUTE : null,
    whenOver: choice % 4 === 0 ? "available" : "stay",
    actor,
    cause: isOwnChoice ? message("agents.cause.chosen") : message("agents.cause.reason", { reason: "covering" }),
    next: null,
    before: null,
    ruleFlips: [],
    upcoming: null,
  };
  return save("agent", agent, data, {
    action: message("agents.didChoose", { status: data.statusName }),
    cause: data.cause,
    actor,
  });
}
