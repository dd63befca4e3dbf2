import type { MenuEntry } from "@callboard/ui/Menu";
import { proposeUndo } from "../../proposal/undo.ts";
import { ask, go } from "../../route.ts";
import { history as texts } from "../../texts/en/history.ts";
import { say } from "../../texts/say.ts";
import type { Restoring } from "../../versions/RestoreDialog.tsx";
import type { Change } from "./useChanges.ts";

interface Ways {
  mayRestore: boolean;
  onOpen: (change: Change) => void;
  onRestore: (restoring: Restoring) => void;
}

/** What can be done with a change: more like it, what the record was, and the ways back. */
export function changeEntries(change: Change, { mayRestore, onOpen, onRestore }: Ways): MenuEntry[] {
  const { kind, id, version, event, title, noun, by, person, batch, at, restorable } = change;
  const name = title || noun;
  const entries: MenuEntry[] = [
    {
      id: "versions",
      label: say(texts.versionsOf, { name }),
      icon: "history",
      onSelect: () => {
        onOpen(change);
        go("record", kind, id);
      },
    },
    { id: "before", label: texts.justBefore, icon: "clock", onSelect: () => go("as-of", String(at - 1)) },
    { separator: true },
    { id: "record", label: say(texts.onlyRecord, { name }), icon: "filter", onSelect: () => ask({ kind, id }) },
  ];
  if (person !== null)
    entries.push({
      id: "person",
      label: say(texts.onlyPerson, { name: by }),
      icon: "filter",
      onSelect: () => ask({ person }),
    });
  if (batch !== null)
    entries.push({ id: "batch", label: texts.onlyBatch, icon: "filter", onSelect: () => ask({ batch }) });
  if (!mayRestore || (!restorable && batch === null)) return entries;
  entries.push({ separator: true });
  if (restorable)
    entries.push({
      id: "take",
      label: event === "deleted" ? texts.bringBack : texts.takeBack,
      icon: "undo",
      onSelect: () => onRestore({ kind, id, version, name, how: event === "deleted" ? "bring back" : "change" }),
    });
  if (batch !== null)
    entries.push({ id: "undo", label: texts.undoBatch, icon: "undo", onSelect: () => void proposeUndo(batch) });
  return entries;
}
