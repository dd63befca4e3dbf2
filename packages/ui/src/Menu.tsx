import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { MenuList } from "./MenuList.tsx";
import type { MenuEntry } from "./menuEntries.ts";
import "./Menu.css";

export type { MenuEntry } from "./menuEntries.ts";

export interface MenuProps {
  /** Names the button, and the list. */
  label: string;
  entries: readonly MenuEntry[];
  /** The button's content. */
  children: ComponentChildren;
  kind?: "quiet" | "plain" | "icon" | undefined;
  /** The edge of the button that the list lines up with. */
  align?: "start" | "end" | undefined;
}

/** A button that opens a list of actions. Arrow keys open it too: down at the first item, up at the last. */
export function Menu({ label, entries, children, kind = "plain", align = "start" }: MenuProps) {
  const [initialFocus, setInitialFocus] = useState<"first" | "last" | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const listId = useId();
  const open = initialFocus !== null;

  return (
    <>
      <button
        ref={button}
        type="button"
        class="cb-menu-button"
        data-kind={kind}
        aria-label={label}
        title={kind === "icon" ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        onClick={() => setInitialFocus(open ? null : "first")}
        onKeyDown={(event) => {
          const firstFocus = ({ ArrowDown: "first", ArrowUp: "last" } as const)[event.key];
          if (!firstFocus) return;
          event.preventDefault();
          setInitialFocus(firstFocus);
        }}
      >
        {children}
      </button>
      {initialFocus && (
        <MenuList
          id={listId}
          label={label}
          entries={entries}
          anchor={button}
          align={align}
          initialFocus={initialFocus}
          onClose={(returnFocus) => {
            setInitialFocus(null);
            if (returnFocus) button.current?.focus();
          }}
        />
      )}
    </>
  );
}
