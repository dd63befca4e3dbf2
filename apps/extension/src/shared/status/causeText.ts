import { type AgentData, isOwnChoice } from "@callboard/domain/agents/rules";
import { format } from "../../texts/format.ts";
import { status as texts } from "../../texts/en/shared/status.ts";

/**
 * Why somebody is in a status, in a few words. The full message catalogue would be too heavy for the popup, so
 * the few causes that a status can have are worded here. `by` is the name of the person who set it, if known.
 */
export function causeText(agent: AgentData, person: string, by: string | null): string {
  const { key, values } = agent.cause;
  const name = isOwnChoice(agent, person) ? texts.you : by;
  const isReason = key === "agents.cause.reason" && name !== null;
  const text = isReason ? texts.setBy : (texts.causes[key] ?? (name === null ? "" : texts.chosenBy));
  return format(text as "{name}", { ...values, name: name ?? "" });
}

/** Whether screen readers are told of the change: after a person's own click, the toast tells them already. */
export const isAnnounced = ({ cause: { key } }: AgentData): boolean =>
  key !== "agents.cause.chosen" && key !== "agents.cause.undone";
