import { type Shape, StatusShape } from "@callboard/ui/StatusShape";
import type { Tone, Color } from "@callboard/ui/tone";
import type { Outputs } from "../../../data/api.ts";
import { buyNumbers as texts } from "../../../texts/en/numbers/buyNumbers.ts";

/** A provider request to the carrier, such as buying or releasing a number. The screen calls it an order. */
export type Order = NonNullable<Outputs["numbers"]["get"]["order"]>;

const LOOKS: Record<Order["state"], { shape: Shape; tone: Tone | Color }> = {
  requested: { shape: "ring", tone: "slate" },
  sent: { shape: "half", tone: "accent" },
  settled: { shape: "disc", tone: "good" },
  declined: { shape: "square", tone: "bad" },
  unknown: { shape: "diamond", tone: "warn" },
};

/** An order's state as shape and word. */
export function OrderState({ order: { state, type } }: { order: Pick<Order, "state" | "type"> }) {
  return (
    <span class="order-state">
      <StatusShape {...LOOKS[state]} size={10} />
      {state === "settled" ? texts.settled[type] : texts.states[state]}
    </span>
  );
}

/** Whether the order hasn't ended yet; it continues without anybody's help. */
export const isPending = ({ state }: Pick<Order, "state">): boolean => state !== "settled" && state !== "declined";
