import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { href, queryString } from "../../shared/route.ts";
import { clockTime, type Locale } from "../../shared/timeText.ts";
import { history as texts } from "../../texts/en/history.ts";
import { format } from "../../texts/format.ts";
import { versionHref } from "../../shared/versions/addresses.ts";
import { FieldChanges } from "../../shared/versions/FieldChanges.tsx";
import type { Change } from "./useChanges.ts";

interface ChangeLineProps {
  change: Change;
  locale: Locale;
  /** Made by somebody else after the reader's last visit. */
  isUnread: boolean;
  /** Null for readers who see only changes about themselves. */
  entries: readonly MenuEntry[] | null;
  /** Shown together with the other changes of its batch. */
  inBatch: boolean;
  onOpen: () => void;
}

/** Who changed a record, when and why, with the changed fields below. */
export function ChangeLine({ change, locale, isUnread, entries, inBatch, onOpen }: ChangeLineProps) {
  const { n, at, kind, id, version, by, byOneself, action, cause, batch, fields } = change;
  const who = byOneself ? texts.you : by;
  return (
    <li class="change" data-key={n} data-fresh={isUnread || undefined}>
      <time class="change-time" dateTime={new Date(at).toISOString()}>
        {clockTime(at, locale)}
      </time>
      <div class="change-words">
        <p>
          {isUnread && <span class="cb-visually-hidden">{texts.unread}: </span>}
          <strong>{who}</strong> {action}
        </p>
        {cause && <p class="cb-muted">{format(texts.cause, { cause })}</p>}
        <FieldChanges fields={fields} />
      </div>
      {entries && (
        <span class="change-links">
          {batch !== null && !inBatch && (
            <a class="cb-muted" href={href("history") + queryString({ batch })}>
              {texts.partOfBatch}
            </a>
          )}
          <a class="cb-muted" data-has-links href={versionHref(kind, id, version)} onClick={onOpen}>
            {format(texts.version, { version })}
          </a>
          <Menu kind="icon" align="end" label={format(texts.menu, { change: `${who} ${action}` })} entries={entries}>
            <Icon name="dots" />
          </Menu>
        </span>
      )}
    </li>
  );
}
