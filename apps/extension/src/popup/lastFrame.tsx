import { HOUR, type Place, showTime } from "@callboard/domain/time";
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { hereAt } from "../clock.ts";
import { SOON_MS } from "../rooms/agents/promise.ts";
import { type Frame, saveSnapshot } from "../snapshot.ts";
import { isDark } from "../theme.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import { busy, shownAgent } from "./acting.ts";
import { choosingNext, untilOf } from "./choosing.ts";
import { type Desk, snapshotOf } from "./desk.ts";
import { desk as shown } from "./entrance.ts";
import { fetchViews, Open } from "./Popup.tsx";
import { place } from "./place.ts";
import { waiting } from "./waiting.ts";

/** Yesterday's frame would count its ages and name its days wrongly. */
const LIFE_MS = 12 * HOUR;

/** Whenever all that is shown is true it is kept for the next popup; and where it is at rest, with its frame. */
export function keepPicture(): void {
  let keep: (() => void) | null = null;
  effect(() => {
    const desk = shown.value;
    keep = null;
    if (!desk || desk.stale.value !== null) return;
    const snapshot = snapshotOf(desk);
    // Some part of a desk that began with nothing has no answer yet.
    if (snapshot.at === 0) return;
    const isCalm = !(busy.value || choosingNext.value || untilOf.value || waiting.value);
    // Asked for here, so that another theme or zone makes another frame.
    const look = { dark: isDark(), place: place.value };
    // In one go: a popup is closed as soon as it was read, and a frame belongs to its snapshot.
    keep = () => saveSnapshot(isCalm ? { ...snapshot, frame: frameOf(desk, snapshot.at, look) } : snapshot);
    void fetchViews(desk).then(() => {
      keep?.();
      keep = null;
    });
  });
}

/** Drawn once more out of sight, as the next popup will begin. */
function frameOf(desk: Desk, at: number, look: { dark: boolean; place: Place }): Frame {
  const away = document.createElement("div");
  const unanswered = { ...desk.balance, answeredAt: signal(null) };
  render(<Open desk={{ ...desk, balance: unanswered, stale: signal(at) }} />, away);
  const age = away.querySelector(".head-age");
  if (age) age.textContent = say(texts.asOf, { ago: showTime(at, look.place) });
  const html = `<main class="popup">${away.innerHTML}</main>`;
  render(null, away);
  // In its last minute a promise shows other buttons, and after it another status: one's own, and those of the team.
  const own = (shownAgent(desk)?.until ?? Infinity) - SOON_MS;
  const others = (desk.team.data.value?.rows ?? []).flatMap(({ agent: { until } }) =>
    until && until > at ? until : [],
  );
  return { html, dark: look.dark, until: hereAt(Math.min(own, ...others, at + LIFE_MS)) };
}
