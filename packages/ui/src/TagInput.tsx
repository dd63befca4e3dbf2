import type { TargetedKeyboardEvent } from "preact";
import { useRef, useState } from "preact/hooks";
import { useField } from "./Field.tsx";
import { Icon } from "./Icon.tsx";
import { truncateText, GRAPHEME_MAX_UNITS } from "./graphemes.ts";
import "./TagInput.css";

export interface TagInputProps {
  tags: readonly string[];
  onChange: (tags: readonly string[]) => void;
  /** The longest a tag may be, in characters as people count them. */
  maxLength?: number | undefined;
  placeholder?: string | undefined;
  /** The label of a tag's remove button, such as "Remove VIP". */
  removeLabel: (tag: string) => string;
  /** Needed outside a Field. */
  label?: string | undefined;
  disabled?: boolean | undefined;
  /** Makes a dialog start typing here, not at the first tag's remove button. */
  autoFocus?: boolean | undefined;
}

/** Tags that differ only in capitals or in full-width letters are the same. */
const isSameTag = (a: string, b: string) => a.normalize("NFKC").toLowerCase() === b.normalize("NFKC").toLowerCase();

/** Short words in a row. Enter, a comma or leaving the field adds one; Backspace in the empty field removes one. */
export function TagInput({
  tags,
  onChange,
  maxLength,
  placeholder,
  removeLabel,
  label,
  disabled,
  autoFocus,
}: TagInputProps) {
  const [typed, setTyped] = useState("");
  const input = useRef<HTMLInputElement>(null);

  function add(text: string) {
    const words = text
      .split(",")
      .map((word) => truncateText(word.trim(), maxLength ?? word.length))
      .filter(Boolean);
    const newTags = words.filter(
      (word, index) => ![...tags, ...words.slice(0, index)].some((tag) => isSameTag(tag, word)),
    );
    setTyped("");
    if (newTags.length > 0) onChange([...tags, ...newTags]);
  }

  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter" && typed.trim() !== "") {
      // Otherwise the key would submit the form around it.
      event.preventDefault();
      add(typed);
    } else if (event.key === "Backspace" && typed === "" && tags.length > 0) onChange(tags.slice(0, -1));
  }

  return (
    <span class="cb-tags">
      {tags.map((tag) => (
        <span key={tag} class="cb-tag">
          {tag}
          <button
            type="button"
            aria-label={removeLabel(tag)}
            title={removeLabel(tag)}
            disabled={disabled}
            onClick={() => {
              onChange(tags.filter((other) => other !== tag));
              input.current?.focus();
            }}
          >
            <Icon name="x" size={12} />
          </button>
        </span>
      ))}
      <input
        {...useField()}
        ref={input}
        type="text"
        aria-label={label}
        value={typed}
        maxLength={maxLength && maxLength * GRAPHEME_MAX_UNITS}
        disabled={disabled}
        autofocus={autoFocus}
        placeholder={tags.length === 0 ? placeholder : undefined}
        onInput={({ currentTarget: { value } }) => (value.includes(",") ? add(value) : setTyped(value))}
        onKeyDown={onKeyDown}
        onBlur={() => add(typed)}
      />
    </span>
  );
}
