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

/** Yesterday's frame would count its ages and name its days wrongly. */
const LIFETIME_MS = 12 * HOUR;

/** Whenever all that is shown is true it is kept for the next popup; and where it is at rest, with its frame. */
export function keepSnapshot(): void {
  let keep: (() => void) | null = null;
  effect(() => {
    const desk = shown.value;
    keep = null;
    if (!desk || desk.stale.value !== null) return;
    const snapshot = snapshotOf(desk);
    // Some part of a desk that began with nothing has no answer yet.
    if (snapshot.at === 0) return;
    const isCalm = !(isSending.value || isChoosingNext.value || untilStatus.value || pendingStatus.value);
    // Asked for here, so that another theme or zone makes another frame.
    const look = { dark: isDark(), place: locale.value };
    // In one go: a popup is closed as soon as it was read, and a frame belongs to its snapshot.
    keep = () => saveSnapshot(isCalm ? { ...snapshot, frame: renderFrame(desk, snapshot.at, look) } : snapshot);
    void prefetchViews(desk).then(() => {
      keep?.();
      keep = null;
    });
  });
}

/** Drawn once more out of sight, as the next popup will begin. */
function renderFrame(store: PopupStore, at: number, look: { dark: boolean; place: Locale }): LastFrame {
  const away = document.createElement("div");
  const unanswered = { ...store.balance, answeredAt: signal(null) };
  render(<OpenPopup desk={{ ...store, balance: unanswered, stale: signal(at) }} />, away);
  const age = away.querySelector(".head-age");
  if (age) age.textContent = format(texts.asOf, { ago: formatTime(at, look.place) });
  const html = `<main class="popup">${away.innerHTML}</main>`;
  render(null, away);
  // In its last minute a promise shows other buttons, and after it another status: one's own, and those of the team.
  const own = (shownAgent(store)?.until ?? Infinity) - END_SOON_MS;
  const others = (store.team.data.value?.rows ?? []).flatMap(({ agent: { until } }) =>
    until && until > at ? until : [],
  );
  return { html, dark: look.dark, until: deviceTimeAt(Math.min(own, ...others, at + LIFETIME_MS)) };
}
