import type { Phone, Status } from "@callboard/domain/agents/rules";
import { OFFLINE } from "@callboard/domain/agents/types";
import type { IconName } from "@callboard/ui/Icon";
import type { Shape } from "@callboard/ui/StatusShape";
import type { Tone, Color } from "@callboard/ui/tone";

/** How a status or an agent is shown. The shape tells whether they take calls, tone and icon which status it is. */
export interface Look {
  shape: Shape;
  tone: Color | Tone;
  icon: IconName | null;
}

type StatusAppearance = Pick<Status, "id" | "takesCalls" | "color" | "icon">;

/** A status on its own, as in a list to choose from. */
export function statusLook(status: StatusAppearance): Look {
  const shape = status.id === OFFLINE ? "ring" : status.takesCalls ? "disc" : "half";
  return { shape, tone: status.color, icon: status.icon };
}

/** A status that is no longer in the list: only its name is known. */
const UNKNOWN_LOOK: Look = { shape: "half", tone: "slate", icon: null };

/** An agent's current look: a call or its wrap-up covers the chosen status. */
export function agentLook(status: StatusAppearance | undefined, phone: Pick<Phone, "state">): Look {
  if (phone.state === "inbound" || phone.state === "outbound") return { shape: "square", tone: "busy", icon: "phone" };
  if (phone.state === "wrap-up") return { shape: "diamond", tone: "busy", icon: null };
  return status ? statusLook(status) : UNKNOWN_LOOK;
}

/** Whether the phone adds something to the chosen status: a call, its wrap-up, or no reachable phone. */
export function isPhoneShown(status: StatusAppearance | undefined, phone: Pick<Phone, "state">): boolean {
  if (phone.state === "idle") return false;
  return phone.state !== "not connected" || (status?.takesCalls ?? false);
}
