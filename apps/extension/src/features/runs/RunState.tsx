import { type Shape, StatusShape } from "@callboard/ui/StatusShape";
import type { Tone, Color } from "@callboard/ui/tone";
import { runs as texts } from "../../texts/en/runs.ts";
import type { Run } from "./runText.ts";

const LOOKS: Record<Run["state"], { shape: Shape; tone: Tone | Color }> = {
  proposed: { shape: "ring", tone: "warn" },
  running: { shape: "disc", tone: "accent" },
  paused: { shape: "half", tone: "warn" },
  stopped: { shape: "square", tone: "slate" },
  done: { shape: "disc", tone: "good" },
};

/** A run's state as shape and word. */
export function RunState({ state }: { state: Run["state"] }) {
  return (
    <span class="run-state">
      <StatusShape {...LOOKS[state]} size={10} />
      {texts.states[state]}
    </span>
  );
}
