import type { IconName } from "./Icon.tsx";
import { searchKey } from "./searchKey.ts";

export interface MenuItem {
  id: string;
  label: string;
  icon?: IconName | undefined;
  /** A quiet word at the end: a shortcut, or why the item is disabled. */
  hint?: string | undefined;
  /** Set for settings; indents all items of the menu to leave space for a tick. */
  checked?: boolean | undefined;
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  onSelect: () => void;
}

export type MenuEntry = MenuItem | { section: string } | { separator: true };

export interface MenuGroup {
  title?: string | undefined;
  items: MenuItem[];
}

/** A section title or a separator starts a group: screen readers can announce groups, but not lines. */
export function groupEntries(entries: readonly MenuEntry[]): MenuGroup[] {
  const groups: MenuGroup[] = [];
  for (const entry of entries) {
    if ("section" in entry) groups.push({ title: entry.section, items: [] });
    else if ("separator" in entry) groups.push({ items: [] });
    else {
      const group = groups.at(-1);
      if (group) group.items.push(entry);
      else groups.push({ items: [entry] });
    }
  }
  return groups.filter((group) => group.items.length > 0);
}

/** A key after a longer pause starts a new text. */
const TYPING_PAUSE_MS = 700;

/**
 * Finds the item whose label starts with the typed text; repeating a letter goes through all items that start with it.
 * Times are those of the key events, in ms.
 */
export function createTypeahead() {
  let typed = "";
  let typedAt = -Infinity;
  return {
    isTyping: (time: number) => time - typedAt < TYPING_PAUSE_MS,
    find(key: string, time: number, labels: readonly string[], current: number): number {
      const letter = searchKey(key);
      const isContinuing = time - typedAt < TYPING_PAUSE_MS && typed !== letter;
      typed = isContinuing ? typed + letter : letter;
      typedAt = time;
      const start = isContinuing ? current : current + 1;
      for (let step = 0; step < labels.length; step++) {
        const index = (Math.max(start, 0) + step) % labels.length;
        if (searchKey(labels[index] ?? "").startsWith(typed)) return index;
      }
      return -1;
    },
  };
}
