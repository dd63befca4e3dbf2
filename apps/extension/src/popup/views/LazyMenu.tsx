import type { Menu, MenuEntry } from "@callboard/ui/Menu";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import "@callboard/ui/Menu.css";

interface LazyMenuProps {
  label: string;
  kind: "quiet" | "icon";
  entries: (menu: typeof import("./menu.ts")) => readonly MenuEntry[];
  children: ComponentChildren;
}

/** A menu's button. The menu itself is loaded with the first click. */
export function LazyMenu({ label, kind, entries, children }: LazyMenuProps) {
  const [loaded, setLoaded] = useState<{ View: typeof Menu; entries: readonly MenuEntry[] } | null>(null);
  const frame = useRef<HTMLSpanElement>(null);
  const hasOpened = useRef(false);

  async function load() {
    const menu = await import("./menu.ts");
    setLoaded({ View: menu.Menu, entries: entries(menu) });
  }
  useLayoutEffect(() => {
    if (!loaded || hasOpened.current) return;
    hasOpened.current = true;
    frame.current?.querySelector("button")?.click();
  }, [loaded]);

  return (
    <span ref={frame} class="lazy-menu" onClickCapture={() => loaded && void load()}>
      {loaded ? (
        <loaded.View label={label} kind={kind} entries={loaded.entries} align={kind === "icon" ? "end" : "start"}>
          {children}
        </loaded.View>
      ) : (
        <button
          type="button"
          class="cb-menu-button"
          data-kind={kind}
          aria-label={label}
          title={kind === "icon" ? label : undefined}
          aria-haspopup="menu"
          aria-expanded={false}
          onClick={load}
        >
          {children}
        </button>
      )}
    </span>
  );
}
