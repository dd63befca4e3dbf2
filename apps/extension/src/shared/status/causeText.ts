import { type AgentData, isOwnChoice } from "@callboard/domain/agents/rules";
import { format } from "../../texts/format.ts";
import { status as texts } from "../../texts/en/shared/status.ts";

/**
 * Why somebody is in a status, in a few words. The full message catalogue would be too heavy for the popup, so
 * the few causes that a status can have are worded here. `by` is the name of the person who set it, if known.
 */
export function causeText(agent: AgentData, person: string, by: string | null): string {
  const { key, values } = agent.cause;
  const self = isOwnChoice(agent, person);
  if (key === "cause.given") return reasonText(String(values["reason"] ?? ""), self, by);
  if (key === "cause.promiseEnded") return format(texts.promiseEnded, { status: String(values["status"] ?? "") });
  if (key === "cause.idle") return format(texts.idle, { minutes: Number(values["minutes"] ?? 0) });
  if (key === "cause.afterCall") return texts.afterCall;
  if (key === "cause.undone") return texts.undone;
  if (key === "cause.newSeat") return texts.newSeat;
  if (self) return texts.chosenByYou;
  return by === null ? "" : format(texts.chosenBy, { name: by });
}

/** A person's own action gets an answer of its own; all other changes are announced as they happen. */
export const isAnnounced = ({ cause: { key } }: AgentData): boolean => key !== "cause.chosen" && key !== "cause.undone";

function reasonText(reason: string, self: boolean, by: string | null): string {
  if (self) return format(texts.setByYou, { reason });
  return by === null ? format(texts.setBySomebody, { reason }) : format(texts.setBy, { name: by, reason });
}
