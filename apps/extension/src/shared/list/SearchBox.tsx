import { TextInput } from "@callboard/ui/TextInput";
import { useEffect, useRef, useState } from "preact/hooks";
import "./SearchBox.css";

/** How long typing must pause before the search starts. */
const PAUSE_MS = 200;

interface SearchBoxProps {
  label: string;
  /** Defaults to the label; set it to say more. */
  placeholder?: string | undefined;
  /** The current search words; a new value from outside replaces the text in the box. */
  value: string;
  onChange: (text: string) => void;
}

/** Searches once typing pauses. `/` focuses it from anywhere on the page, Escape clears it. */
export function SearchBox({ label, placeholder = label, value, onChange }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const lastReported = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (value === lastReported.current) return;
    // What was being typed belongs to the search before.
    clearTimeout(timer.current);
    lastReported.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function report(next: string) {
    clearTimeout(timer.current);
    lastReported.current = next.trim();
    if (lastReported.current !== value) onChange(lastReported.current);
  }

  function type(next: string, pause = PAUSE_MS) {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => report(next), pause);
  }

  return (
    <div class="search-box" data-search>
      <TextInput
        type="search"
        icon="search"
        label={label}
        placeholder={placeholder}
        value={typed}
        maxLength={80}
        after={typed === "" && <kbd class="search-box-key">/</kbd>}
        onChange={type}
        onKeyDown={(event) => {
          if (event.key === "Enter") report(typed);
          if (event.key !== "Escape" || typed === "") return;
          event.stopPropagation();
          type("", 0);
        }}
      />
    </div>
  );
}
