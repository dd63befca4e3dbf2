import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useId, useState } from "preact/hooks";

interface ListboxBehavior<Option> {
  label: string | undefined;
  /** Those that match what is typed. */
  options: readonly Option[];
  search: string;
  isOpen: boolean;
  onChoose: (option: Option) => void;
  /** Null if there is nothing to close: the key then belongs to the dialog around the field. */
  onEscape: (() => void) | null;
  /** Needed if the list can be closed. */
  onOpen?: () => void;
}

/** A press on the list must not take the focus out of the field: typing continues there. */
export const keepFocus = { onMouseDown: (event: Event) => event.preventDefault() };

/** A search field and its list. The focus stays in the field; `aria-activedescendant` tells which option is active. */
export function useListbox<Option>(behavior: ListboxBehavior<Option>) {
  const { label, options, search, isOpen, onChoose, onEscape, onOpen } = behavior;
  const [requestedIndex, setRequestedIndex] = useState(0);
  const id = useId();
  // The list may have become shorter.
  const active = Math.min(requestedIndex, options.length - 1);
  const activeOption = options[active];
  useEffect(() => {
    if (isOpen) document.getElementById(`${id}-${active}`)?.scrollIntoView?.({ block: "nearest" });
  }, [active, search, isOpen, options.length]);

  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && !isOpen) onOpen?.();
    else if (step !== undefined) setRequestedIndex((active + step + options.length) % Math.max(1, options.length));
    else if (event.key === "Enter" && isOpen) {
      if (activeOption) onChoose(activeOption);
    } else if (event.key === "Escape" && onEscape) onEscape();
    else return;
    // The key is handled: a dialog around the field must not close, and its form must not be submitted.
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    setActive: setRequestedIndex,
    inputProps: {
      type: "text",
      role: "combobox",
      autoComplete: "off",
      spellcheck: false,
      "aria-label": label,
      "aria-expanded": isOpen,
      "aria-controls": isOpen ? `${id}-list` : undefined,
      "aria-autocomplete": "list",
      "aria-activedescendant": isOpen && activeOption ? `${id}-${active}` : undefined,
      onKeyDown,
    },
    listProps: { id: `${id}-list`, role: "listbox" },
    optionProps: (index: number) => ({
      id: `${id}-${index}`,
      role: "option" as const,
      "data-active": index === active || undefined,
    }),
    isActive: (index: number) => index === active,
  } as const;
}

/** The attributes of the list and its options. */
export type ListboxAttributes = Pick<ReturnType<typeof useListbox>, "listProps" | "optionProps">;
