import { DAY, HOUR, MINUTE, formatShortDay } from "@callboard/domain/core/time";
import { When } from "@callboard/ui/When";
import { serverNow } from "../../data/clock.ts";
import type { Changes } from "../../data/views.ts";
import { popup as texts } from "../../texts/en/popup/popup.ts";
import { format } from "../../texts/format.ts";
import type { PopupStore } from "../state/store.ts";
import { Loading } from "./Loading.ts";
import { locale } from "../../data/locale.ts";
import { changeSentence } from "./changeSentence.ts";
import { LazyView } from "./LazyView.tsx";
import "./LatestChanges.css";

// The unread count isn't part of the last frame, so it may load a moment later.
const UnreadCount = () => import("./UnreadCount.tsx").then((module) => module.UnreadCount);

type Change = Changes["changes"][number];

/** The latest changes, as far as this role may see them. */
export function LatestChanges({ store }: { store: PopupStore }) {
  const answer = store.changes.data.value;
  if (!answer && (store.me.offline.value || store.changes.offline.value)) return null;
  const title =
    store.ownAccount.value?.role === "agent" || store.ownAccount.value?.role === "call manager"
      ? texts.latestMine
      : texts.latest;
  return (
    <section class="latest" aria-labelledby="latest-title">
      <h2 class="latest-title" id="latest-title">
        {title}
      </h2>
      <LazyView view={UnreadCount} store={store} />
      {!answer && <LazyView view={Loading} label={texts.loading} lines={2} />}
      {answer?.changes.length === 0 && <p class="latest-none">{texts.noChanges}</p>}
      <ol class="latest-list">
        {answer &&
          withoutRepeats(answer.changes).map((change) => (
            <li key={change.seq}>
              <span class="latest-what" title={changeSentence(change)}>
                {changeSentence(change)}
              </span>
              <span class="latest-when">
                <When at={change.at} now={serverNow} {...locale.value} text={(away) => shortAge(away, change.at)} />
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}

/** Opening an account creates several records but counts as one piece of news. */
const withoutRepeats = (changes: readonly Change[]): Change[] =>
  changes.filter((change, index) => {
    const previous = changes[index - 1];
    return !previous || previous.at !== change.at || changeSentence(previous) !== changeSentence(change);
  });

/** `5m`, `3h`, `2d`, then the date: short, to leave the line to the sentence. The full time is in the tooltip. */
function shortAge(away: number, at: number): string {
  if (-away < HOUR) return format(texts.minutesChip, { minutes: Math.max(0, Math.floor(-away / MINUTE)) });
  if (-away < DAY) return format(texts.hoursChip, { hours: Math.floor(-away / HOUR) });
  return formatShortDay(at, locale.value);
}
