import type { ComponentChildren, TargetedKeyboardEvent } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import { searchKey } from "./searchKey.ts";
import "./Listbox.css";

export interface ListboxOption {
  value: string;
  label: string;
  /** A second, quiet line that describes the option. */
  hint?: ComponentChildren;
  /** Shown at the end of the line. */
  aside?: ComponentChildren;
  /** Options of one group are listed together under its name. */
  group?: string | undefined;
}

export interface ListboxProps {
  label: string;
  placeholder?: string | undefined;
  options: readonly ListboxOption[];
  onChoose: (value: string) => void;
  /** Set for multiple choice: choosing an option again deselects it. */
  picked?: ReadonlySet<string> | undefined;
  noMatch: string;
}

const matchesWords = ({ label, group = "" }: ListboxOption, words: string) => {
  const text = searchKey(`${label} ${group}`);
  const wanted = searchKey(words).split(/\s+/);
  return wanted.every((word) => text.includes(word));
};

/** An open list under its search field: type to filter, move with the arrows, choose with Enter. */
export function Listbox({ label, placeholder, options, onChoose, picked, noMatch }: ListboxProps) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const found = options.filter((option) => matchesWords(option, words));
  const here = Math.min(at, found.length - 1);
  useEffect(() => {
    document.getElementById(`${id}-${here}`)?.scrollIntoView?.({ block: "nearest" });
  }, [here, words]);

  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = found[here];
    if (step !== undefined) setAt((here + step + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter") {
      if (chosen) onChoose(chosen.value);
    } else if (event.key === "Escape" && words !== "") setWords("");
    else return;
    // Otherwise the key would submit a form around the field or close its dialog.
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div class="cb-chooser">
      <div class="cb-chooser-search">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          autoComplete="off"
          spellcheck={false}
          aria-label={label}
          aria-expanded={true}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found[here] ? `${id}-${here}` : undefined}
          placeholder={placeholder}
          value={words}
          onInput={(event) => {
            setWords(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {/* A press must not move the focus out of the search field: the keyboard works there. */}
      <div
        class="cb-chooser-list"
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        aria-multiselectable={picked ? true : undefined}
        onMouseDown={(event) => event.preventDefault()}
      >
        {groupOptions(found).map(({ name, members }) => (
          <div key={name} role={name ? "group" : "presentation"} aria-label={name || undefined}>
            {name && (
              <p class="cb-chooser-group" aria-hidden="true">
                {name}
              </p>
            )}
            {members.map(({ option, index }) => (
              <ListboxItem
                key={option.value}
                id={`${id}-${index}`}
                option={option}
                here={index === here}
                picked={picked?.has(option.value)}
                onChoose={() => {
                  setAt(index);
                  onChoose(option.value);
                }}
              />
            ))}
          </div>
        ))}
      </div>
      {/* Present from the start: screen readers announce only changes within it. */}
      <p class={found.length > 0 ? "cb-unseen" : "cb-chooser-none"} role="status">
        {found.length === 0 && noMatch}
      </p>
    </div>
  );
}

function groupOptions(found: readonly ListboxOption[]) {
  const groups: { name: string; members: { option: ListboxOption; index: number }[] }[] = [];
  for (const [index, option] of found.entries()) {
    const name = option.group ?? "";
    const last = groups.at(-1);
    if (last?.name === name) last.members.push({ option, index });
    else groups.push({ name, members: [{ option, index }] });
  }
  return groups;
}

interface ListboxItemProps {
  id: string;
  option: ListboxOption;
  here: boolean;
  /** Undefined for single choice. */
  picked: boolean | undefined;
  onChoose: () => void;
}

function ListboxItem({ id, option: { label, hint, aside }, here, picked, onChoose }: ListboxItemProps) {
  return (
    <div
      id={id}
      role="option"
      class="cb-chooser-option"
      aria-selected={picked ?? here}
      data-at={here || undefined}
      onClick={onChoose}
    >
      {picked !== undefined && (
        <span class="cb-chooser-box" data-picked={picked || undefined}>
          {picked && <Icon name="check" size={14} />}
        </span>
      )}
      <span class="cb-chooser-words">
        <span class="cb-chooser-label">{label}</span>
        {hint && <span class="cb-chooser-hint">{hint}</span>}
      </span>
      {aside && <span class="cb-chooser-aside">{aside}</span>}
    </div>
  );
}
