import type { RefObject, TargetedKeyboardEvent } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import { createTypeahead, groupEntries, type MenuEntry, type MenuItem } from "./menuEntries.ts";
import { positionMenu } from "./positionMenu.ts";
import "./MenuList.css";

interface MenuListProps {
  id: string;
  label: string;
  entries: readonly MenuEntry[];
  anchor: RefObject<HTMLButtonElement | null>;
  align: "start" | "end";
  initialFocus: "first" | "last";
  onClose: (returnFocus: boolean) => void;
}

const isPrintable = (event: KeyboardEvent) =>
  event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;

/** The open list. Focus is the highlight, so pointer and keyboard never mark two items. */
export function MenuList({ id, label, entries, anchor, align, initialFocus, onClose }: MenuListProps) {
  const list = useRef<HTMLDivElement>(null);
  const typeahead = useRef(createTypeahead());
  const groups = groupEntries(entries);
  // If one item can be checked, all leave space for the tick.
  const hasTicks = groups.some((group) => group.items.some((item) => item.checked !== undefined));
  const buttons = () => [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];

  useLayoutEffect(() => {
    const element = list.current;
    if (!element || !anchor.current) return;
    element.showPopover?.();
    // A page that is still scrolling when the list opens moves the button.
    const place = () => anchor.current && positionMenu(element, anchor.current, align);
    place();
    const items = buttons();
    const checkedItem = items.find((button) => button.ariaChecked === "true");
    (initialFocus === "last" ? items.at(-1) : (checkedItem ?? items[0]))?.focus();

    const isOutside = (target: EventTarget | null) =>
      !(target instanceof Node && (element.contains(target) || anchor.current?.contains(target)));
    const closeIfOutside = (event: Event) => isOutside(event.target) && onClose(false);
    const controller = new AbortController();
    const options = { capture: true, signal: controller.signal };
    document.addEventListener("pointerdown", closeIfOutside, options);
    document.addEventListener("focusin", closeIfOutside, options);
    document.addEventListener("scroll", (event) => isOutside(event.target) && place(), options);
    window.addEventListener("resize", () => onClose(true), options);
    return () => controller.abort();
  }, []);

  function onKeyDown(event: TargetedKeyboardEvent<HTMLDivElement>) {
    // With focus back on the button, Tab continues to the next element.
    if (event.key === "Tab") return onClose(true);
    const items = buttons();
    const current = items.findIndex((button) => button === document.activeElement);
    const isSpaceToSelect = event.key === " " && !typeahead.current.isTyping(event.timeStamp);
    const target = {
      ArrowDown: (current + 1) % items.length,
      ArrowUp: (Math.max(current, 0) - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (event.key === "Escape") onClose(true);
    else if (target !== undefined) items[target]?.focus();
    else if (isPrintable(event) && !isSpaceToSelect) {
      const labels = items.map((button) => button.dataset["label"] ?? "");
      items[typeahead.current.find(event.key, event.timeStamp, labels, current)]?.focus();
    } else return;
    // Otherwise the key would also act on a dialog or popup window around the menu.
    event.preventDefault();
    event.stopPropagation();
  }

  function select(item: MenuItem) {
    if (item.disabled) return;
    onClose(true);
    item.onSelect();
  }

  return (
    <div ref={list} id={id} class="cb-menu" popover="manual" role="menu" aria-label={label} onKeyDown={onKeyDown}>
      {groups.map((group, index) => (
        <div class="cb-menu-group" role="group" aria-label={group.title} key={index}>
          {group.title !== undefined && (
            <div class="cb-menu-title" aria-hidden>
              {group.title}
            </div>
          )}
          {group.items.map((item) => (
            <button
              key={item.id}
              type="button"
              class="cb-menu-item"
              role={item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
              aria-checked={item.checked}
              aria-disabled={item.disabled || undefined}
              data-danger={item.danger || undefined}
              data-label={item.label}
              tabIndex={-1}
              onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
              onClick={() => select(item)}
            >
              {hasTicks && <span class="cb-menu-check">{item.checked && <Icon name="check" />}</span>}
              {item.icon && <Icon name={item.icon} />}
              <span class="cb-menu-label">{item.label}</span>
              {item.hint && <span class="cb-menu-hint">{item.hint}</span>}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
