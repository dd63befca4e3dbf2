import { type Shape, StatusShape } from "@callboard/ui/StatusShape";
import type { Tone, Color } from "@callboard/ui/tone";
import { presets as texts } from "../../texts/en/presets.ts";
import "./Presets.css";
import type { FieldState } from "./presets.ts";

const LOOKS: Record<FieldState, { shape: Shape; tone: Tone | Color }> = {
  follows: { shape: "disc", tone: "good" },
  overridden: { shape: "ring", tone: "slate" },
  drifted: { shape: "diamond", tone: "warn" },
  behind: { shape: "half", tone: "accent" },
  clash: { shape: "square", tone: "bad" },
};

/** How a field compares with its preset, as shape and word; `label` can say more. */
export function FieldStateLabel({ state, label = texts.card.states[state] }: { state: FieldState; label?: string }) {
  return (
    <span class="preset-state">
      <StatusShape {...LOOKS[state]} size={10} />
      {label}
    </span>
  );
}
