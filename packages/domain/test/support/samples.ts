import type { AgentData, Status, StatusData } from "../../src/agents/rules.ts";
import type { PhoneData } from "../../src/agents/phoneSchema.ts";
import type { PlannedStatus } from "../../src/agents/plannedSchema.ts";
import { allStatuses, newAgent } from "../../src/agents/rules.ts";
import type { Actor } from "../../src/core/actor.ts";
import type { Effect } from "../../src/core/effect.ts";
import { Failure } from "../../src/core/failure.ts";
import { en } from "../../src/core/messages/en.ts";
import { message, render } from "../../src/core/message.ts";
import type { Doc } from "../../src/core/record.ts";
import { MINUTE } from "../../src/core/time.ts";

export const NOON = Date.UTC(2026, 2, 17, 12, 0);
export const minutes = (count: number): number => NOON + count * MINUTE;
export const AVA: Actor = { as: "person", id: "ava" };
export const CHOSEN_BY_AVA = { actor: AVA, cause: message("agents.cause.chosen") };
export const IDLE: PhoneData = { state: "idle", since: 0, call: null, until: null, callId: null };
export const inCall = (from: number, to: number | null = null): PhoneData => ({
  ...IDLE,
  state: to === null ? "inbound" : "idle",
  since: to ?? from,
  call: { from, to },
});

export const doc = <D>(kind: string, id: string, data: D, version = 1, at = 0): Doc<D> => ({
  account: "acc",
  kind,
  id,
  version,
  at,
  data,
});

export const statusData = (name: string, more: Partial<StatusData> = {}): StatusData => ({
  name,
  takesCalls: false,
  color: "teal",
  icon: null,
  order: 0,
  defaultMinutes: null,
  whenOver: "available",
  archivedAt: null,
  ...more,
});

/** Lunch for Ava on every weekday from 14:00 to 15:00 UTC, from the day of NOON. */
export const plannedData = (more: Partial<PlannedStatus> = {}): PlannedStatus => ({
  person: "ava",
  status: "lunch",
  statusName: "Lunch",
  firstDay: "2026-03-17",
  lastDay: null,
  weekdays: [1, 2, 3, 4, 5],
  from: 14 * 60,
  to: 15 * 60,
  zone: "UTC",
  skipped: [],
  plannedBy: AVA,
  ...more,
});

export const STATUSES: Status[] = allStatuses([
  doc("status", "lunch", statusData("Lunch", { defaultMinutes: 30 })),
  doc("status", "meeting", statusData("Meeting", { whenOver: "stay", defaultMinutes: 60 })),
  doc("status", "leave", statusData("Leave", { whenOver: "offline" })),
  doc("status", "desk", statusData("Desk", { takesCalls: true })),
  doc("status", "old", statusData("Old", { archivedAt: 1 })),
]);

export const agent = (more: Partial<AgentData> = {}, version = 1, at = 0): Doc<AgentData> =>
  doc("agent", "ava", { ...newAgent(AVA, 0), status: "available", statusName: "Available", ...more }, version, at);

/** An agent after these effects, as the store would write them: one version each. */
export function agentAfter(before: Doc<AgentData>, effects: readonly Effect[]): Doc<AgentData> {
  let now = before;
  for (const effect of effects)
    if (effect.do === "save" && effect.kind === "agent")
      now = { ...now, version: now.version + 1, data: effect.data as AgentData, at: effect.at ?? now.at };
  return now;
}

/** The last state that a decision writes. */
export const lastSavedAgent = (effects: readonly Effect[]): AgentData => {
  const effect = effects.at(-1);
  if (effect?.do !== "save") throw new Error("Nothing was saved");
  return effect.data as AgentData;
};

export const actions = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => ("action" in effect ? [effect.action.key] : []));

export function failureOf(work: () => unknown): { code: string; key: string; field: string | undefined } {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { code: error.code, key: error.key, field: error.field };
  }
  throw new Error("This was not refused");
}

/** The failure as a person reads it, with its field. */
export function failureText(work: () => unknown): [sentence: string, field: string | undefined] {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const values = error.values as Record<string, string | number>;
    return [render(en, { key: error.key, values }, { zone: "UTC", language: "en-GB" }), error.field];
  }
  throw new Error("This was not refused");
}

export type { StatusChoice as Choice } from "../../src/agents/statusChoice.ts";
