import { StatusShape } from "@callboard/ui/StatusShape";
import { liveState } from "../live.ts";
import { shell as texts } from "../texts/en/shell.ts";

const LOOK = {
  live: { shape: "disc", tone: "good" },
  connecting: { shape: "ring", tone: "slate" },
  offline: { shape: "half", tone: "warn" },
} as const;

/** Whether the page follows along by itself. Shape and word say it, not the colour alone. */
export function LiveSign() {
  const state = liveState.value;
  return (
    <span class="live" role="status" data-state={state} title={texts.liveHint[state]}>
      <StatusShape {...LOOK[state]} size={8} />
      {texts.live[state]}
    </span>
  );
}
