import type { TargetedKeyboardEvent } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { ComboboxList, type ComboboxOption } from "./ComboboxList.tsx";
import { useField } from "./Field.tsx";
import { Icon } from "./Icon.tsx";
import { searchKey } from "./searchKey.ts";
import "./Combobox.css";

export interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string;
  /** The text of the closed field. Separate, because the chosen option may not be among those loaded. */
  shown: string;
  onChange: (value: string, option: ComboboxOption) => void;
  /** Called with the typed text if the options come from elsewhere. Without it they are filtered here. */
  onWords?: ((words: string) => void) | undefined;
  noMatch: string;
  /** Needed outside a Field. */
  label?: string | undefined;
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
}

/** Longer lists can't be chosen from, only searched. */
const MAX_OPTIONS = 100;

const matchesWords = (option: ComboboxOption, words: string) =>
  searchKey(option.label).includes(searchKey(words.trim()));

/** Chooses one of many options by typing. Leaving it without choosing keeps the previous choice. */
export function Combobox(props: ComboboxProps) {
  const { options, value, shown, onChange, onWords, noMatch, label, placeholder, disabled } = props;
  const [words, setWords] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const open = words !== null;
  const found = onWords || !words ? options : options.filter((option) => matchesWords(option, words));
  const offered = found.slice(0, MAX_OPTIONS);

  function type(next: string | null) {
    setWords(next);
    const chosen = next === "" ? options.findIndex((option) => option.value === value) : 0;
    setAt(Math.max(0, Math.min(chosen, MAX_OPTIONS - 1)));
    if (next !== null) onWords?.(next);
  }

  function choose(option: ComboboxOption | undefined) {
    if (!option) return;
    type(null);
    onChange(option.value, option);
  }

  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && !open) type("");
    else if (step !== undefined) setAt((at + step + offered.length) % Math.max(1, offered.length));
    else if (event.key === "Enter" && open) choose(offered[at]);
    else if (event.key === "Escape" && open) type(null);
    else return;
    // Otherwise the key would close a dialog around the field or submit its form.
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <span class="cb-combo">
      <input
        {...useField()}
        ref={input}
        type="text"
        role="combobox"
        autoComplete="off"
        spellcheck={false}
        aria-label={label}
        aria-expanded={open}
        aria-controls={open ? `${id}-list` : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && offered[at] ? `${id}-${at}` : undefined}
        disabled={disabled}
        placeholder={open ? shown || placeholder : placeholder}
        value={words ?? shown}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onMouseDown={() => !open && type("")}
        onBlur={() => type(null)}
      />
      <Icon name="chevron-down" size={14} />
      {open && (
        <ComboboxList
          id={id}
          label={label ?? shown}
          anchor={input}
          options={offered}
          at={at}
          value={value}
          onChoose={choose}
        >
          {offered.length === 0 && noMatch}
        </ComboboxList>
      )}
    </span>
  );
}
