import type { MenuEntry } from "@callboard/ui/Menu";
import { proposeUndo } from "../../shared/proposeUndo.ts";
import { setQuery, go } from "../../shared/route.ts";
import { history as texts } from "../../texts/en/history.ts";
import { format } from "../../texts/format.ts";
import type { RestoreRequest } from "../../shared/versions/RestoreDialog.tsx";
import type { Change } from "./useChanges.ts";

interface ChangeActions {
  mayRestore: boolean;
  onOpen: (change: Change) => void;
  onRestore: (request: RestoreRequest) => void;
}

/** Actions on a change: filter for similar ones, open the record's version, undo or restore. */
export function changeMenu(change: Change, { mayRestore, onOpen, onRestore }: ChangeActions): MenuEntry[] {
  const { kind, id, version, event, title, noun, by, person, batch, at, restorable } = change;
  const name = title || noun;
  const entries: MenuEntry[] = [
    {
      id: "versions",
      label: format(texts.versionsOf, { name }),
      icon: "history",
      onSelect: () => {
        onOpen(change);
        go("record", kind, id);
      },
    },
    // Instants are milliseconds: one earlier, the change wasn't made yet.
    { id: "before", label: texts.justBefore, icon: "clock", onSelect: () => go("as-of", String(at - 1)) },
    { separator: true },
    { id: "record", label: format(texts.onlyRecord, { name }), icon: "filter", onSelect: () => setQuery({ kind, id }) },
  ];
  if (person !== null)
    entries.push({
      id: "person",
      label: format(texts.onlyPerson, { name: by }),
      icon: "filter",
      onSelect: () => setQuery({ person }),
    });
  if (batch !== null)
    entries.push({ id: "batch", label: texts.onlyBatch, icon: "filter", onSelect: () => setQuery({ batch }) });
  if (!mayRestore || (!restorable && batch === null)) return entries;
  entries.push({ separator: true });
  if (restorable)
    entries.push({
      id: "take",
      label: event === "deleted" ? texts.bringBack : texts.takeBack,
      icon: "undo",
      onSelect: () => onRestore({ kind, id, version, name, mode: event === "deleted" ? "bring back" : "change" }),
    });
  if (batch !== null)
    entries.push({ id: "undo", label: texts.undoBatch, icon: "undo", onSelect: () => void proposeUndo(batch) });
  return entries;
}
