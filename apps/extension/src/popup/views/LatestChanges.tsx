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

// How much is new is not in the last frame, so it can come a moment later.
const UnreadCount = () => import("./UnreadCount.tsx").then((module) => module.UnreadCount);

type Change = Changes["changes"][number];

/** The last things that were changed, as far as this role may know of them. */
export function LatestChanges({ desk: store }: { desk: PopupStore }) {
  const answer = store.changes.data.value;
  if (!answer && (store.me.offline.value || store.changes.offline.value)) return null;
  const title =
    store.own.value?.role === "agent" || store.own.value?.role === "call manager" ? texts.latestMine : texts.latest;
  return (
    <section class="latest" aria-labelledby="latest-title">
      <h2 class="latest-title" id="latest-title">
        {title}
      </h2>
      <LazyView of={UnreadCount} desk={store} />
      {!answer && <LazyView of={Loading} label={texts.loading} lines={2} />}
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

/** Opening an account makes several records and is one piece of news. */
const withoutRepeats = (changes: readonly Change[]): Change[] =>
  changes.filter((change, index) => {
    const before = changes[index - 1];
    return !before || before.at !== change.at || changeSentence(before) !== changeSentence(change);
  });

/** `5m`, `3h`, `2d`, then the date: a column that leaves the line to the sentence. The whole is on hover. */
function shortAge(away: number, at: number): string {
  if (-away < HOUR) return format(texts.minutesChip, { minutes: Math.max(0, Math.floor(-away / MINUTE)) });
  if (-away < DAY) return format(texts.hoursChip, { hours: Math.floor(-away / HOUR) });
  return formatShortDay(at, locale.value);
}
