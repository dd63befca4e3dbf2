import { Skeleton } from "@callboard/ui/Skeleton";
import { When } from "@callboard/ui/When";
import { serverNow } from "../clock.ts";
import type { Changes } from "../snapshot.ts";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import type { Desk } from "./desk.ts";
import { place } from "./place.ts";
import "./Latest.css";

type Change = Changes["changes"][number];

/** The last things that were changed, as far as this role may know of them. */
export function Latest({ desk }: { desk: Desk }) {
  const answer = desk.changes.data.value;
  const title = desk.own.value?.role === "agent" || desk.own.value?.role === "call manager" ? texts.latestMine : texts.latest;
  return (
    <section class="latest" aria-labelledby="latest-title">
      <h2 class="latest-title" id="latest-title">
        {title}
      </h2>
      {!answer && <Skeleton label={texts.loading} lines={2} />}
      {answer?.changes.length === 0 && <p class="latest-none">{texts.noChanges}</p>}
      <ol class="latest-list">
        {answer?.changes.map((change) => (
          <li key={change.seq}>
            <span class="latest-what" title={sentence(change)}>
              {sentence(change)}
            </span>
            <span class="latest-when">
              <When at={change.at} now={serverNow} {...place.value} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** "Dana changed the status Lunch: Default length 30 → 45". Who it was about reads why as well. */
function sentence({ by, byOneself, action, cause, fields, kind }: Change): string {
  const did = say(texts.did, { who: byOneself ? texts.you : by, action });
  if (kind === "agent") return cause === null ? did : `${did}: ${cause}`;
  const [first, ...more] = fields;
  if (!first) return did;
  const change = say(texts.field, first);
  return `${did}: ${change}${more.length === 0 ? "" : `, ${say(texts.moreFields, { count: more.length })}`}`;
}
