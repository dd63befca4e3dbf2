import { type Shape, StatusShape } from "@callboard/ui/StatusShape";
import type { Mood, Tone } from "@callboard/ui/tone";
import type { Answers } from "../../api.ts";
import { buying as texts } from "../../texts/en/buying.ts";

export type Order = NonNullable<Answers["tracking"]["number"]["errand"]>;

const LOOK: Record<Order["state"], { shape: Shape; tone: Mood | Tone }> = {
  intent: { shape: "ring", tone: "slate" },
  sent: { shape: "half", tone: "accent" },
  settled: { shape: "disc", tone: "good" },
  declined: { shape: "square", tone: "bad" },
  unknown: { shape: "diamond", tone: "warn" },
};

/** An order's state in shape and word. */
export function OrderState({ order: { state, what } }: { order: Pick<Order, "state" | "what"> }) {
  return (
    <span class="order-state">
      <StatusShape {...LOOK[state]} size={10} />
      {state === "settled" ? texts.settled[what] : texts.states[state]}
    </span>
  );
}

/** It goes on by itself. */
export const isUnderWay = ({ state }: Pick<Order, "state">): boolean => state !== "settled" && state !== "declined";
