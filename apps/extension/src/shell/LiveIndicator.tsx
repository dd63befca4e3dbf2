import { StatusShape } from "@callboard/ui/StatusShape";
import { useEffect } from "preact/hooks";
import { liveFailure, liveState } from "../data/liveState.ts";
import { shell as texts } from "../texts/en/shell/shell.ts";
import { toasts } from "../shared/toasts.ts";

const LOOKS = {
  live: { shape: "disc", tone: "good" },
  connecting: { shape: "ring", tone: "slate" },
  offline: { shape: "half", tone: "warn" },
  refused: { shape: "half", tone: "warn" },
} as const;

/** Whether the page is live. Shape and word say so, not only the color. */
export function LiveIndicator() {
  const state = liveState.value;
  const reason = liveFailure.value;
  useEffect(() => {
    if (reason !== null) toasts.show({ tone: "bad", sentence: reason });
  }, [reason]);
  return (
    <span class="live" role="status" data-state={state} title={reason ?? texts.liveHint[state]}>
      <StatusShape {...LOOKS[state]} size={8} />
      {texts.live[state]}
    </span>
  );
}
