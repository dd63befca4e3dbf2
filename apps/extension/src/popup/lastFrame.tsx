import { HOUR, showTime } from "@callboard/domain/time";
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { hereAt } from "../clock.ts";
import { SOON_MS } from "../rooms/agents/promise.ts";
import { readSnapshot, saveSnapshot } from "../snapshot.ts";
import { isDark } from "../theme.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import { busy, shownAgent } from "./acting.ts";
import { choosingNext, untilOf } from "./choosing.ts";
import type { Desk } from "./desk.ts";
import { desk as shown } from "./entrance.ts";
import { Open } from "./Popup.tsx";
import { place } from "./place.ts";
import { waiting } from "./waiting.ts";

/** Yesterday's frame would count its ages and name its days wrongly. */
const LIFE_MS = 12 * HOUR;

/** Whenever all that is shown is true and at rest, it is drawn once more out of sight, as the next popup will begin. */
export function keepFrame(): void {
  let due: Desk | null = null;
  const keep = () => {
    if (due) saveFrame(due);
    due = null;
  };
  effect(() => {
    const desk = shown.value;
    due = null;
    if (!desk || desk.stale.value !== null || busy.value) return;
    if (choosingNext.value || untilOf.value || waiting.value) return;
    // Of each part also when it was answered: the snapshot is saved anew then, and a frame belongs to its snapshot.
    for (const { data, answeredAt } of [desk.me, desk.mine, desk.balance, desk.changes, desk.team])
      void (data.value, answeredAt.value);
    void isDark();
    void place.value;
    due = desk;
    // Right after the snapshot: a popup is closed as soon as it was read.
    queueMicrotask(keep);
  });
}

function saveFrame(desk: Desk): void {
  const snapshot = readSnapshot();
  // Whoever signed out elsewhere has taken the picture along.
  if (snapshot?.account !== desk.account || snapshot.person !== desk.person) return;
  const { at } = snapshot;
  const away = document.createElement("div");
  const unanswered = { ...desk.balance, answeredAt: signal(null) };
  render(<Open desk={{ ...desk, balance: unanswered, stale: signal(at) }} />, away);
  const age = away.querySelector(".head-age");
  if (age) age.textContent = say(texts.asOf, { ago: showTime(at, place.value) });
  const html = `<main class="popup">${away.innerHTML}</main>`;
  render(null, away);
  // In its last minute a promise shows other buttons, and after it another status.
  const end = shownAgent(desk)?.until ?? Infinity;
  saveSnapshot({ ...snapshot, frame: { html, dark: isDark(), until: hereAt(Math.min(end - SOON_MS, at + LIFE_MS)) } });
}
