import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import { positionMenu } from "./positionMenu.ts";

export interface ComboboxOption {
  value: string;
  label: string;
  /** A quiet word at the end, such as the option's type. */
  hint?: string | undefined;
}

interface ComboboxListProps {
  id: string;
  label: string;
  anchor: RefObject<HTMLInputElement | null>;
  options: readonly ComboboxOption[];
  at: number;
  value: string;
  onChoose: (option: ComboboxOption) => void;
  children: ComponentChildren;
}

/** The options under the field. Focus stays in the field, which refers to the active option by its id. */
export function ComboboxList({ id, label, anchor, options, at, value, onChoose, children }: ComboboxListProps) {
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
    const options = { capture: true, signal: controller.signal };
    document.addEventListener("scroll", (event) => event.target !== list.current && place(), options);
    addEventListener("resize", place, options);
    return () => controller.abort();
  }, [options.length]);
  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [at, options]);
  return (
    // A press must not move the focus out of the field: that would close the list before the click.
    <div ref={list} class="cb-combo-list" popover="manual" onMouseDown={(event) => event.preventDefault()}>
      <div id={`${id}-list`} role="listbox" aria-label={label}>
        {options.map((option, index) => (
          <div
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            class="cb-combo-option"
            aria-selected={option.value === value}
            data-at={index === at || undefined}
            onClick={() => onChoose(option)}
          >
            <span class="cb-combo-tick">{option.value === value && <Icon name="check" />}</span>
            <span class="cb-combo-label">{option.label}</span>
            {option.hint && <span class="cb-combo-hint">{option.hint}</span>}
          </div>
        ))}
      </div>
      {/* Present from the start: screen readers announce only changes within it. */}
      <p class={children ? "cb-combo-none" : "cb-unseen"} role="status">
        {children}
      </p>
    </div>
  );
}
