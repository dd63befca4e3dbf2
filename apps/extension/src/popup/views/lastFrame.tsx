import { HOUR, type Locale, formatTime } from "@callboard/domain/core/time";
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { deviceTimeAt } from "../../data/clock.ts";
import { END_SOON_MS } from "../../shared/status/endTimeText.ts";
import { type LastFrame, saveSnapshot } from "../state/snapshot.ts";
import { isDark } from "../../data/theme.ts";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";
import { isSending, shownAgent } from "../actions/optimistic.ts";
import { isChoosingNext, untilStatus } from "../state/statusChoice.ts";
import { type PopupStore, snapshotOf } from "../state/store.ts";
import { store as shown } from "../state/boot.ts";
import { prefetchViews, OpenPopup } from "./Popup.tsx";
import { locale } from "../../data/locale.ts";
import { pendingStatus } from "../state/pendingStatus.ts";

/** A frame from yesterday would show wrong ages and days. */
const LIFETIME_MS = 12 * HOUR;

/** Stores a snapshot whenever everything on the screen is current, and a frame if nothing is open or pending. */
export function keepSnapshot(): void {
  let keep: (() => void) | null = null;
  effect(() => {
    const desk = shown.value;
    keep = null;
    if (!desk || desk.stale.value !== null) return;
    const snapshot = snapshotOf(desk);
    // Some part of a store without a snapshot has no answer yet.
    if (snapshot.at === 0) return;
    const isCalm = !(isSending.value || isChoosingNext.value || untilStatus.value || pendingStatus.value);
    // Read here, so that a change of theme or zone renders a new frame.
    const look = { dark: isDark(), place: locale.value };
    // Stored in one step: a popup is closed as soon as it has been read, and a frame belongs to its snapshot.
    keep = () => saveSnapshot(isCalm ? { ...snapshot, frame: renderFrame(desk, snapshot.at, look) } : snapshot);
    void prefetchViews(desk).then(() => {
      keep?.();
      keep = null;
    });
  });
}

/** Renders the popup once more, out of sight, as the next one will start. */
function renderFrame(store: PopupStore, at: number, look: { dark: boolean; place: Locale }): LastFrame {
  const away = document.createElement("div");
  const unanswered = { ...store.balance, answeredAt: signal(null) };
  render(<OpenPopup desk={{ ...store, balance: unanswered, stale: signal(at) }} />, away);
  const age = away.querySelector(".head-age");
  if (age) age.textContent = format(texts.asOf, { ago: formatTime(at, look.place) });
  const html = `<main class="popup">${away.innerHTML}</main>`;
  render(null, away);
  // In its last minute a person's status shows other buttons, and after it another status; so do the team's.
  const own = (shownAgent(store)?.until ?? Infinity) - END_SOON_MS;
  const others = (store.team.data.value?.rows ?? []).flatMap(({ agent: { until } }) =>
    until && until > at ? until : [],
  );
  return { html, dark: look.dark, until: deviceTimeAt(Math.min(own, ...others, at + LIFETIME_MS)) };
}
