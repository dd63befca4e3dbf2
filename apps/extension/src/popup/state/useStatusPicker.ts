import type { Status } from "@callboard/domain/agents/rules";
import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isChoosingNext, lengthAt, matchingStatuses, moveChip, UNTIL, untilStatus } from "./statusChoice.ts";
import { chooseStatus, loadDeferredActions } from "../actions/statusActions.ts";
import type { PopupStore } from "./store.ts";
import { digitValue, digitOfKey } from "./digitKeys.ts";
import type { StatusLength } from "./statusChoice.ts";

const NO_ROW = -1;

/** The state of the status list: the typed text, the active row and its chip. All of its keys are handled here. */
export function useStatusPicker(store: PopupStore) {
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(NO_ROW);
  const [chip, setChip] = useState<number | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const mine = store.ownStatus.data.value;
  const list = mine ? matchingStatuses(mine.statuses, typed) : [];
  const at = active >= list.length || (active === NO_ROW && typed !== "") ? 0 : active;
  const next = isChoosingNext.value;

  useEffect(() => input.current?.focus(), [next, untilStatus.value === null]);
  useEffect(() => focusOnKeydown(() => input.current), []);

  function go(to: number) {
    setActive(to);
    setChip(null);
    scrollToRow(to);
  }
  function leave() {
    setTyped("");
    go(NO_ROW);
    isChoosingNext.value = false;
  }
  function pick(status: Status | undefined, length: StatusLength | typeof UNTIL = {}) {
    if (!status) return;
    if (length === UNTIL) untilStatus.value = status;
    else if (next) void loadDeferredActions().then((module) => module.queueNext(store, status, length));
    else chooseStatus(store, status, length);
    leave();
    input.current?.focus();
  }
  const keys: Record<string, () => unknown> = {
    ArrowDown: () => go((at + 1) % list.length),
    ArrowUp: () => go((Math.max(at, 0) - 1 + list.length) % list.length),
    ArrowRight: () => list[at] && setChip(moveChip(list[at], chip, 1, !next)),
    ArrowLeft: () => list[at] && setChip(moveChip(list[at], chip, -1, !next)),
    Enter: () => list[at] && pick(list[at], lengthAt(list[at], chip)),
    ...(typed !== "" || next || at >= 0 ? { Escape: leave } : {}),
  };
  function onKeyDown(event: TargetedKeyboardEvent<HTMLInputElement>) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = typed === "" && digitOfKey(event);
    const handler = digit ? () => pick(list[digit - 1]) : keys[event.key];
    if (!handler) return;
    // Without this, Escape would close the popup and an arrow would move the caret.
    event.preventDefault();
    handler();
  }
  function onType(text: string) {
    // Typed without a digit key: by an input method or an on-screen keyboard.
    const digit = typed === "" && digitValue(text);
    if (digit) {
      input.current!.value = "";
      return pick(list[digit - 1]);
    }
    setTyped(text);
    setChip(null);
    setActive(NO_ROW);
  }
  const point = (index: number) => index !== at && (setActive(index), setChip(null));
  return { typed, list, at, chip, next, input, onType, onKeyDown, point, pick };
}

/** After a click on an empty spot, keys would otherwise go nowhere. */
function focusOnKeydown(input: () => HTMLInputElement | null): () => void {
  const focusInput = () => document.activeElement === document.body && input()?.focus();
  addEventListener("keydown", focusInput, true);
  return () => removeEventListener("keydown", focusInput, true);
}

/** Scrolls only the list: `scrollIntoView` would scroll the whole popup. */
function scrollToRow(index: number): void {
  const list = document.getElementById("choices");
  const row = list?.children[index];
  if (!list || !(row instanceof HTMLElement)) return;
  const top = row.offsetTop - list.offsetTop;
  list.scrollTop = Math.min(top, Math.max(list.scrollTop, top + row.offsetHeight - list.clientHeight));
}
