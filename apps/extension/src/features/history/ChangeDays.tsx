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
  lastRead: number | null;
  /** The reader sees only changes about themselves, without actions. */
  isOwnOnly: boolean;
  inBatch: boolean;
  onOpen: (change: Change) => void;
}

/** Changes grouped by the day on which they were made. */
export function ChangeDays({ rows, lastRead, isOwnOnly, inBatch, onOpen }: ChangeDaysProps) {
  const viewer = useViewer();
  const [restoring, setRestoring] = useState<RestoreRequest | null>(null);
  const actions = { mayRestore: mayDo(viewer.account, "restore"), onOpen, onRestore: setRestoring };
  // In the account's history, only changes of settings count as unread, not its activity.
  const isUnread = ({ n, byOneself, kind }: Change) =>
    lastRead !== null && n > lastRead && !byOneself && (isOwnOnly || SETTINGS_KINDS.includes(kind));
  return (
    <>
      {groupByDay(rows, viewer).map(({ day, changes }) => (
        <section key={day} class="changes-day" aria-label={day}>
          <h2>{day}</h2>
          <ol class="changes">
            {changes.map((change) => (
              <ChangeLine
                key={change.n}
                change={change}
                locale={viewer}
                isUnread={isUnread(change)}
                entries={isOwnOnly ? null : changeMenu(change, actions)}
                inBatch={inBatch}
                onOpen={() => onOpen(change)}
              />
            ))}
          </ol>
        </section>
      ))}
      {restoring && <RestoreDialog request={restoring} onClose={() => setRestoring(null)} />}
    </>
  );
}

function groupByDay(rows: readonly Change[], locale: Locale): { day: string; changes: Change[] }[] {
  const days: { day: string; changes: Change[] }[] = [];
  for (const change of rows) {
    const day = dayName(change.at, serverNow(), locale);
    if (days.at(-1)?.day !== day) days.push({ day, changes: [] });
    days.at(-1)!.changes.push(change);
  }
  return days;
}
