import { useRef, useState } from "preact/hooks";
import { ComboboxList, type ComboboxOption } from "./ComboboxList.tsx";
import { useField } from "./Field.tsx";
import { Icon } from "./Icon.tsx";
import { searchKey } from "./searchKey.ts";
import { useListbox } from "./useListbox.ts";
import "./Combobox.css";

export interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string;
  /** The text of the closed field. Separate, because the chosen option may not be among those loaded. */
  displayValue: string;
  onChange: (value: string, option: ComboboxOption) => void;
  /** Called with the typed text if the options come from elsewhere. Without it they are filtered here. */
  onSearch?: ((search: string) => void) | undefined;
  emptyText: string;
  /** Needed outside a Field. */
  label?: string | undefined;
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
}

/** Longer lists can't be chosen from, only searched. */
const MAX_OPTIONS = 100;

const matchesSearch = (option: ComboboxOption, search: string) =>
  searchKey(option.label).includes(searchKey(search.trim()));

/** Chooses one of many options by typing. Leaving it without choosing keeps the previous choice. */
export function Combobox(props: ComboboxProps) {
  const { options, value, displayValue, onChange, onSearch, emptyText, label, placeholder, disabled } = props;
  const [search, setSearch] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const isOpen = search !== null;
  const matches = onSearch || !search ? options : options.filter((option) => matchesSearch(option, search));
  const shownOptions = matches.slice(0, MAX_OPTIONS);
  const { setActive, inputProps, ...list } = useListbox({
    label,
    options: shownOptions,
    search: search ?? "",
    isOpen,
    onChoose: choose,
    onEscape: isOpen ? () => type(null) : null,
    onOpen: () => type(""),
  });

  /** Opens the list for a search text; null closes it. An empty text shows all options, the chosen one active. */
  function type(next: string | null) {
    setSearch(next);
    const index = next === "" ? options.findIndex((option) => option.value === value) : 0;
    setActive(Math.max(0, Math.min(index, MAX_OPTIONS - 1)));
    if (next !== null) onSearch?.(next);
  }

  function choose(option: ComboboxOption) {
    type(null);
    onChange(option.value, option);
  }

  return (
    <span class="cb-combobox">
      <input
        {...useField()}
        ref={input}
        {...inputProps}
        disabled={disabled}
        placeholder={isOpen ? displayValue || placeholder : placeholder}
        value={search ?? displayValue}
        onInput={(event) => type(event.currentTarget.value)}
        onMouseDown={() => !isOpen && type("")}
        onBlur={() => type(null)}
      />
      <Icon name="chevron-down" size={14} />
      {isOpen && (
        <ComboboxList
          {...list}
          label={label ?? displayValue}
          anchor={input}
          options={shownOptions}
          value={value}
          onSelect={choose}
        >
          {shownOptions.length === 0 && emptyText}
        </ComboboxList>
      )}
    </span>
  );
}
