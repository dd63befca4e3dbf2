import { useState } from "preact/hooks";
import { serverNow } from "../../data/clock.ts";
import { dayName, type Locale } from "../../shared/timeText.ts";
import { mayDo, useViewer } from "../../shared/viewer.ts";
import { SETTINGS_KINDS } from "../../shared/recordKinds.ts";
import { RestoreDialog, type RestoreRequest } from "../../shared/versions/RestoreDialog.tsx";
import { changeMenu } from "./changeMenu.ts";
import { ChangeLine } from "./ChangeLine.tsx";
import type { Change } from "./useChanges.ts";

interface ChangeDaysProps {
  rows: readonly Change[];
  /** The last change that the reader has seen; null while that is unknown. */
  since: number | null;
  /** The reader sees only changes about themselves, and can do nothing with them. */
  own: boolean;
  inBatch: boolean;
  onOpen: (change: Change) => void;
}

/** Changes grouped by the day on which they were made. */
export function ChangeDays({ rows, since, own, inBatch, onOpen }: ChangeDaysProps) {
  const viewer = useViewer();
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const ways = { mayRestore: mayDo(viewer.account, "restore"), onOpen, onRestore: setRestoring };
  const isFresh = ({ n, byOneself, kind }: Change) =>
    since !== null && n > since && !byOneself && (own || SETTINGS_KINDS.includes(kind));
  return (
    <>
      {groupByDay(rows, viewer).map(({ day, list }) => (
        <section key={day} class="changes-day" aria-label={day}>
          <h2>{day}</h2>
          <ol class="changes">
            {list.map((change) => (
              <ChangeLine
                key={change.n}
                change={change}
                reader={viewer}
                fresh={isFresh(change)}
                entries={own ? null : changeMenu(change, ways)}
                inBatch={inBatch}
                onOpen={() => onOpen(change)}
              />
            ))}
          </ol>
        </section>
      ))}
      {restoring && <RestoreDialog of={restoring} onClose={() => setRestoring(null)} />}
    </>
  );
}

function groupByDay(rows: readonly Change[], locale: Locale): { day: string; list: Change[] }[] {
  const days: { day: string; list: Change[] }[] = [];
  for (const change of rows) {
    const day = dayName(change.at, serverNow(), locale);
    if (days.at(-1)?.day !== day) days.push({ day, list: [] });
    days.at(-1)!.list.push(change);
  }
  return days;
}
