import type { ComponentChildren, RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import { positionMenu } from "./positionMenu.ts";
import { keepFocus, type ListboxAttributes } from "./useListbox.ts";

export interface ComboboxOption {
  value: string;
  label: string;
  /** A quiet word at the end, such as the option's type. */
  hint?: string | undefined;
}

interface ComboboxListProps extends ListboxAttributes {
  label: string;
  anchor: RefObject<HTMLInputElement | null>;
  options: readonly ComboboxOption[];
  value: string;
  onSelect: (option: ComboboxOption) => void;
  children: ComponentChildren;
}

/** The options under the field. */
export function ComboboxList(props: ComboboxListProps) {
  const { label, anchor, options, value, onSelect, listProps, optionProps, children } = props;
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = () => {
      if (!list.current || !anchor.current) return;
      list.current.style.minWidth = `${anchor.current.offsetWidth}px`;
      positionMenu(list.current, anchor.current, "start");
    };
    list.current?.showPopover?.();
    place();
    const controller = new AbortController();
    const listenerOptions = { capture: true, signal: controller.signal };
    document.addEventListener("scroll", (event) => event.target !== list.current && place(), listenerOptions);
    addEventListener("resize", place, listenerOptions);
    return () => controller.abort();
  }, [options.length]);
  return (
    // Without `keepFocus`, pressing the mouse would leave the field and close the list before the click.
    <div ref={list} class="cb-combobox-list" popover="manual" {...keepFocus}>
      <div {...listProps} aria-label={label}>
        {options.map((option, index) => (
          <div
            key={option.value}
            {...optionProps(index)}
            class="cb-combobox-option"
            aria-selected={option.value === value}
            onClick={() => onSelect(option)}
          >
            <span class="cb-combobox-tick">{option.value === value && <Icon name="check" />}</span>
            <span class="cb-combobox-label">{option.label}</span>
            {option.hint && <span class="cb-combobox-hint">{option.hint}</span>}
          </div>
        ))}
      </div>
      {/* Present from the start: screen readers announce only changes within it. */}
      <p class={children ? "cb-combobox-none" : "cb-visually-hidden"} role="status">
        {children}
      </p>
    </div>
  );
}
