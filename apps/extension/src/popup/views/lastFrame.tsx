import { nextPlannedStart } from "@callboard/domain/agents/plannedStart";
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
import { snapshotOf } from "../state/snapshotOf.ts";
import type { PopupStore } from "../state/store.ts";
import { openStore } from "../state/boot.ts";
import { prefetchViews, OpenPopup } from "./Popup.tsx";
import { locale } from "../../data/locale.ts";
import { failedPendingStatus } from "../state/failedPendingStatus.ts";

/** A frame from yesterday would show wrong ages and days. */
const LIFETIME_MS = 12 * HOUR;

/** Stores a snapshot whenever everything on the screen is current, and a frame if nothing is open or pending. */
export function keepSnapshot(): void {
  let save: (() => void) | null = null;
  effect(() => {
    const store = openStore.value;
    save = null;
    if (!store || store.staleSince.value !== null) return;
    const snapshot = snapshotOf(store);
    // Some part of a store without a snapshot has no answer yet.
    if (snapshot.at === 0) return;
    const isSettled = !(isSending.value || isChoosingNext.value || untilStatus.value || failedPendingStatus.value);
    // Read here, so that a change of theme or zone renders a new frame.
    const look = { dark: isDark(), locale: locale.value };
    // Stored in one step: the popup may be closed at any moment, and a frame belongs to its snapshot.
    save = () => saveSnapshot(isSettled ? { ...snapshot, frame: renderFrame(store, snapshot.at, look) } : snapshot);
    void prefetchViews(store).then(() => {
      save?.();
      save = null;
    });
  });
}

/** Renders the popup once more, out of sight, as the next one will start. */
function renderFrame(store: PopupStore, at: number, look: { dark: boolean; locale: Locale }): LastFrame {
  const container = document.createElement("div");
  const unconfirmedBalance = { ...store.balance, answeredAt: signal(null) };
  render(<OpenPopup store={{ ...store, balance: unconfirmedBalance, staleSince: signal(at) }} />, container);
  // The frame is a still picture, so it names the time instead of an age that grows.
  const age = container.querySelector(".head-age");
  if (age) age.textContent = format(texts.asOf, { ago: formatTime(at, look.locale) });
  const html = `<main class="popup">${container.innerHTML}</main>`;
  render(null, container);
  // The frame is wrong once the person's status is in its last minute, which has other buttons, or once a status of the
  // team has ended.
  const agent = shownAgent(store);
  const ownEnd = (agent?.until ?? Infinity) - END_SOON_MS;
  const planned = agent && nextPlannedStart(agent);
  const teamEnds = (store.team.data.value?.rows ?? []).flatMap(({ agent: other }) =>
    [other.until, nextPlannedStart(other)?.at].filter((end) => end && end > at),
  ) as number[];
  return {
    html,
    dark: look.dark,
    until: deviceTimeAt(Math.min(ownEnd, planned?.at ?? Infinity, ...teamEnds, at + LIFETIME_MS)),
  };
}
