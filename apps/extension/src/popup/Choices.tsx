import type { Status } from "@callboard/domain/agents";
import { standing } from "@callboard/domain/agents";
import { Skeleton } from "@callboard/ui/Skeleton";
import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { popup as texts } from "../texts/en/popup.ts";
import { say } from "../texts/say.ts";
import { ChoiceRow, UNTIL } from "./ChoiceRow.tsx";
import { choosingNext, lengthsOf, matching, untilOf, usable } from "./choosing.ts";
import { choose, type Length, queueNext, shownAgent } from "./deeds.ts";
import type { Desk } from "./desk.ts";
import { second } from "./second.ts";
import { Suspended } from "./Suspended.tsx";
import "./Choices.css";

const UntilForm = () => import("./UntilForm.tsx").then((module) => module.UntilForm);

/** One click, one key, or a few letters. Focus stays in the field, so that typing always means the same. */
export function Choices({ desk }: { desk: Desk }) {
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(-1);
  const [chip, setChip] = useState<number | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const mine = desk.mine.data.value;
  const list = mine ? matching(mine.statuses, typed) : [];
  const at = active >= list.length || (active < 0 && typed !== "") ? 0 : active;
  const next = choosingNext.value;

  useEffect(() => input.current?.focus(), [next, untilOf.value === null]);
  useEffect(() => {
    // After a click on nothing the keys would go nowhere.
    const bring = () => document.activeElement === document.body && input.current?.focus();
    addEventListener("keydown", bring, true);
    return () => removeEventListener("keydown", bring, true);
  }, []);

  function go(to: number) {
    setActive(to);
    setChip(null);
    showRow(to);
  }
  function pick(status: Status | undefined, length: Length | typeof UNTIL = {}) {
    if (!status) return;
    if (length === UNTIL) return void (untilOf.value = status);
    (next ? queueNext : choose)(desk, status, length);
    setTyped("");
    go(-1);
    choosingNext.value = false;
    input.current?.focus();
  }
  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const status = list[at];
    const digit = typed === "" && /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
    if (digit) pick(list[digit - 1]);
    else if (event.key === "ArrowDown") go((at + 1) % list.length);
    else if (event.key === "ArrowUp") go((Math.max(at, 0) - 1 + list.length) % list.length);
    else if (event.key === "ArrowRight" && status) setChip(moved(status, chip, 1));
    else if (event.key === "ArrowLeft" && status) setChip(moved(status, chip, -1));
    else if (event.key === "Enter") pick(status, status && lengthAt(status, chip, next));
    else if (event.key === "Escape" && (typed !== "" || next || at >= 0)) leave();
    else return;
    // Used up here: Escape would close the popup, an arrow would move the caret.
    event.preventDefault();
  }
  function leave() {
    setTyped("");
    go(-1);
    choosingNext.value = false;
  }

  const stored = shownAgent(desk);
  const current = mine && stored ? standing(stored, mine.phone, second.value).status : null;
  return (
    <section class="choices" data-next={next || undefined} style={mine ? `--rows: ${usable(mine.statuses).length}` : undefined}>
      {untilOf.value ? (
        <Suspended of={UntilForm} />
      ) : (
        <input
          ref={input}
          class="choices-filter"
          role="combobox"
          aria-label={next ? texts.filterNext : texts.filter}
          aria-expanded
          aria-controls="choices"
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 && list[at] ? `choice-${at}` : undefined}
          placeholder={next ? texts.filterNext : texts.filterHint}
          value={typed}
          autoComplete="off"
          spellcheck={false}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setChip(null);
            setActive(-1);
          }}
          onKeyDown={onKeyDown}
        />
      )}
      {!mine && <Skeleton label={texts.loading} lines={6} lineHeight="30px" />}
      <div class="choices-list" id="choices" role="listbox" aria-label={texts.choices}>
        {list.map((status, index) => (
          <ChoiceRow
            key={status.id}
            status={status}
            index={index}
            digit={typed === "" && index < 9 ? index + 1 : null}
            active={index === at}
            chip={index === at ? chip : null}
            current={!next && status.id === current}
            withUntil={!next}
            onPoint={() => index !== at && (setActive(index), setChip(null))}
            onPick={(length) => pick(status, length)}
          />
        ))}
      </div>
      {mine && list.length === 0 && <p class="choices-none">{say(texts.nothingFound, { text: typed })}</p>}
    </section>
  );
}

/** Moves the list alone: `scrollIntoView` would push the whole popup. */
function showRow(index: number): void {
  const list = document.getElementById("choices");
  const row = list?.children[index];
  if (!list || !(row instanceof HTMLElement)) return;
  const top = row.offsetTop - list.offsetTop;
  list.scrollTop = Math.min(top, Math.max(list.scrollTop, top + row.offsetHeight - list.clientHeight));
}

/** The chips in a row, the ends not joined: whoever holds the key down stops at "until". */
function moved(status: Status, chip: number | null, by: 1 | -1): number | null {
  const lengths = lengthsOf(status);
  if (lengths.length === 0) return null;
  const from = chip ?? (status.defaultMinutes === null ? -1 : lengths.indexOf(status.defaultMinutes));
  const to = Math.min(from + by, lengths.length);
  return to < 0 ? (status.defaultMinutes === null ? null : 0) : to;
}

function lengthAt(status: Status, chip: number | null, next: boolean): Length | typeof UNTIL {
  if (chip === null) return {};
  const minutes = lengthsOf(status)[chip];
  if (minutes === undefined) return next ? {} : UNTIL;
  return minutes === status.defaultMinutes ? {} : { minutes };
}
