import { type AgentData, isOwnChoice } from "@callboard/domain/agents/rules";
import { format } from "../../texts/format.ts";
import { status as texts } from "../../texts/en/shared/status.ts";

/**
 * Why somebody is in a status, in a few words. The full message catalogue would be too heavy for the popup, so
 * the few causes that a status can have are worded here. `by` is the name of the person who set it, if known.
 */
export function causeText(agent: AgentData, person: string, by: string | null): string {
  const { key, values } = agent.cause;
  const isSelf = isOwnChoice(agent, person);
  if (key === "agents.cause.reason") return reasonText(`${values["reason"]}`, isSelf, by);
  if (key === "agents.cause.timeOver") return format(texts.timeEnded, { status: values["status"]! });
  if (key === "agents.cause.idle") return format(texts.idle, { minutes: values["minutes"]! });
  if (key === "agents.cause.afterCall") return texts.afterCall;
  if (key === "agents.cause.undone") return texts.undone;
  if (key === "agents.cause.newSeat") return texts.newSeat;
  if (isSelf) return texts.chosenByYou;
  return by === null ? "" : format(texts.chosenBy, { name: by });
}

/** Whether screen readers are told of the change: after a person's own click, the toast tells them already. */
export const isAnnounced = ({ cause: { key } }: AgentData): boolean =>
  key !== "agents.cause.chosen" && key !== "agents.cause.undone";

function reasonText(reason: string, isSelf: boolean, by: string | null): string {
  if (isSelf) return format(texts.setByYou, { reason });
  return by === null ? format(texts.setBySomebody, { reason }) : format(texts.setBy, { name: by, reason });
}
