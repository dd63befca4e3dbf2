import { Badge } from "@callboard/ui/Badge";
import { Checkbox } from "@callboard/ui/Checkbox";
import { Icon } from "@callboard/ui/Icon";
import { Menu, type MenuEntry } from "@callboard/ui/Menu";
import { momentText } from "../timeText.ts";
import { useViewer } from "../viewer.ts";
import { versions as texts } from "../../texts/en/shared/versions.ts";
import { format } from "../../texts/format.ts";
import { compareHref, versionHref } from "./addresses.ts";
import { FieldChanges } from "./FieldChanges.tsx";
import { unpin } from "./PinDialog.tsx";
import type { RestoreRequest } from "./RestoreDialog.tsx";
import type { RecordFacts, Version } from "./useVersions.ts";

interface VersionRowProps {
  version: Version;
  record: RecordFacts;
  mayRestore: boolean;
  /** Selected for a comparison. */
  picked: boolean;
  onPick: (version: number) => void;
  onRestore: (version: Version, mode: RestoreRequest["mode"]) => void;
  onPin: (version: number) => void;
  onChanged: () => void;
}

/** One version: who made it, when and why, and its changes. */
export function VersionRow(props: VersionRowProps) {
  const { version: row, record, picked, onPick } = props;
  const viewer = useViewer();
  const { kind, id, version, at, by, byOneself, action, cause, fields } = row;
  return (
    <li class="versions-row" data-selected={picked || undefined}>
      <Checkbox hideLabel label={format(texts.pick, { version })} checked={picked} onChange={() => onPick(version)} />
      <div class="versions-words">
        <p class="versions-name">
          <a href={versionHref(kind, id, version)}>{format(texts.version, { version })}</a>
          <VersionBadges version={row} record={record} />
        </p>
        <p>
          <strong>{byOneself ? texts.you : by}</strong> {action}
        </p>
        {cause && <p class="cb-muted">{format(texts.cause, { cause })}</p>}
        <FieldChanges fields={fields} />
      </div>
      <span class="versions-when cb-muted">
        <time dateTime={new Date(at).toISOString()}>{momentText(at, viewer)}</time>
      </span>
      <Menu kind="icon" align="end" label={format(texts.menu, { version })} entries={menuEntriesOf(props)}>
        <Icon name="dots" />
      </Menu>
    </li>
  );
}

function VersionBadges({
  version: { version, event, pinned, note },
  record,
}: Pick<VersionRowProps, "version" | "record">) {
  return (
    <>
      {version === record.present && <Badge tone="good">{texts.now}</Badge>}
      {event === "deleted" && <Badge tone="bad">{texts.deleted}</Badge>}
      {event === "restored" && <Badge tone="accent">{texts.restored}</Badge>}
      {event === "created" && <Badge>{texts.created}</Badge>}
      {pinned && (
        <Badge tone="amber" icon="pin">
          {note === "" ? texts.pinned : format(texts.pinnedNote, { note })}
        </Badge>
      )}
    </>
  );
}

function menuEntriesOf({
  version: row,
  record,
  mayRestore,
  onRestore,
  onPin,
  onChanged,
}: VersionRowProps): MenuEntry[] {
  const { kind, id, version, event, pinned } = row;
  const { present } = record;
  const goTo = (address: string) => () => void (location.hash = address);
  const entries: MenuEntry[] = [
    { id: "open", label: texts.open, icon: "open", onSelect: goTo(versionHref(kind, id, version)) },
  ];
  if (present !== null && present !== version)
    entries.push({
      id: "compare",
      label: texts.compareNow,
      icon: "swap",
      onSelect: goTo(compareHref(kind, id, version, present)),
    });
  if (!mayRestore) return entries;
  entries.push({ separator: true });
  if (record.restorable && present === null)
    entries.push({ id: "back", label: texts.bringBack, icon: "undo", onSelect: () => onRestore(row, "bring back") });
  else if (record.restorable) {
    if (version !== present)
      entries.push({ id: "restore", label: texts.restore, icon: "history", onSelect: () => onRestore(row, "version") });
    if (event !== "created")
      entries.push({ id: "take", label: texts.takeBack, icon: "undo", onSelect: () => onRestore(row, "change") });
  }
  entries.push(
    pinned
      ? { id: "unpin", label: texts.unpin, icon: "pin", onSelect: () => void unpin(kind, id, version, onChanged) }
      : { id: "pin", label: texts.pin, icon: "pin", onSelect: () => onPin(version) },
  );
  return entries;
}
