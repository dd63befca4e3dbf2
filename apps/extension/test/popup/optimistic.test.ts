import { statusAfter, statusEnd } from "@callboard/domain/agents/chosenStatus";
import { type AgentData, currentStatus, NO_PHONE, type Phone, type Status } from "@callboard/domain/agents/rules";
import { chooseStatus, extendPromise, queueNext, undoChoice } from "@callboard/domain/agents/statusChoice";
import { extendedEnd, extendedStatus, queuedStatus, undoneStatus } from "@callboard/domain/agents/statusChanges";
import type { Effect } from "@callboard/domain/core/effect";
import { message } from "@callboard/domain/core/message";
import { MINUTE } from "@callboard/domain/core/time";
import { expect, test } from "vitest";

const NOW = Date.UTC(2026, 10, 23, 12);
const ava = { as: "person", id: "ava" } as const;
const CHOSEN = { actor: ava, cause: message("agents.cause.chosen") };

const status = (id: string, defaultMinutes: number | null, whenOver: Status["whenOver"] = "available"): Status => ({
  id,
  version: 1,
  builtIn: false,
  name: id,
  takesCalls: false,
  color: "amber",
  icon: null,
  order: 0,
  defaultMinutes,
  whenOver,
  archivedAt: null,
});
const statuses = [status("available", null, "stay"), status("lunch", 45), status("training", null)];

const plain: AgentData = {
  status: "available",
  statusName: "available",
  since: NOW - 10 * MINUTE,
  until: null,
  whenOver: "stay",
  ...CHOSEN,
  chosenAt: NOW - 10 * MINUTE,
  next: null,
  before: null,
  ruleFlips: [],
  upcoming: null,
};
const queued = (at: number): AgentData["next"] => ({
  status: "training",
  statusName: "training",
  minutes: 15,
  whenOver: "available",
  queuedAt: at,
  actor: ava,
});
const before = (next: AgentData["next"]): AgentData["before"] => ({
  status: "training",
  statusName: "training",
  since: NOW - 60 * MINUTE,
  until: null,
  whenOver: "available",
  queue: next && { next },
});
const onLunch: AgentData = {
  ...plain,
  status: "lunch",
  statusName: "lunch",
  until: NOW + 45 * MINUTE,
  whenOver: "available",
};
const AGENTS: AgentData[] = [
  plain,
  { ...plain, cause: message("agents.cause.newSeat"), chosenAt: NOW },
  { ...plain, next: queued(NOW - MINUTE) },
  { ...plain, next: queued(NOW + MINUTE) },
  { ...plain, before: before(null) },
  { ...plain, before: before(queued(NOW - 20 * MINUTE)) },
  { ...plain, next: queued(NOW - MINUTE), before: before(queued(NOW - 20 * MINUTE)) },
  onLunch,
  { ...onLunch, until: NOW - MINUTE },
  { ...onLunch, until: NOW - MINUTE, whenOver: "stay", before: before(null) },
];
const PHONES: Phone[] = [
  NO_PHONE,
  { state: "inbound", since: NOW - 5 * MINUTE, call: { from: NOW - 5 * MINUTE, to: null } },
  { state: "idle", since: NOW - 30_000, call: { from: NOW - 5 * MINUTE, to: NOW - 30_000 } },
];
const cases = AGENTS.flatMap((data) =>
  PHONES.map((phone) => ({ data, phone, current: currentStatus(data, phone, NOW) })),
);
const factsOf = (data: AgentData, phone: Phone) => ({
  agent: { kind: "agent", id: "ava", account: "bakery", version: 3, at: NOW, data },
  statuses,
  phone,
});

/** The record once the server has written all effects. */
const written = (effects: readonly Effect[], data: AgentData): AgentData =>
  effects.reduce((last, effect) => (effect.do === "save" ? (effect.data as AgentData) : last), data);

test("a choice looks at once as the server will write it", () => {
  for (const { data, phone, current } of cases)
    for (const one of statuses)
      for (const length of [{}, { minutes: 30 }, { until: NOW + 45 * MINUTE }]) {
        const effects = chooseStatus(factsOf(data, phone), { status: one.id, ...length }, CHOSEN, NOW);
        const shown = statusAfter(current, { status: one, until: statusEnd(one, length, NOW), at: NOW }, CHOSEN);
        expect(shown).toEqual(written(effects, data));
      }
});

test("so do undoing, queueing and extending", () => {
  for (const { data, phone, current } of cases) {
    const facts = factsOf(data, phone);
    if (current.before)
      expect(undoneStatus(current, current.before, phone, ava, NOW)).toEqual(
        written(undoChoice(facts, ava, undefined, NOW), data),
      );
    for (const minutes of [null, 15, 30])
      for (const one of statuses) {
        const effects = queueNext(facts, { status: one.id, minutes }, ava, NOW);
        expect(queuedStatus(current, one, minutes, ava, NOW)).toEqual(
          effects.length ? written(effects, data) : current,
        );
      }
    if (current.until !== null)
      expect(extendedStatus(current, extendedEnd(current.until, 5, NOW), NOW)).toEqual(
        written(extendPromise(facts, 5, undefined, NOW), data),
      );
  }
});
