import type { Status } from "@callboard/domain/agents/rules";
import type { TargetedKeyboardEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isChoosingNext, lengthAt, matchingStatuses, moveChip, UNTIL, untilStatus } from "./statusChoice.ts";
import { chooseStatus, loadDeferredActions } from "../actions/statusActions.ts";
import type { PopupStore } from "./store.ts";
import { digitValue, digitOfKey } from "./digitKeys.ts";
import type { StatusLength } from "./statusChoice.ts";

/** No row is active yet; typing makes the first one active. */
const NO_ROW = -1;

/** The state of the status list: the typed text, the active row and its chip. All of its keys are handled here. */
export function useStatusPicker(store: PopupStore) {
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(NO_ROW);
  const [chip, setChip] = useState<number | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const mine = store.ownStatus.data.value;
  const list = mine ? matchingStatuses(mine.statuses, typed) : [];
  const activeIndex = active >= list.length || (active === NO_ROW && typed !== "") ? 0 : active;
  const isForNext = isChoosingNext.value;

  useEffect(() => input.current?.focus(), [isForNext, untilStatus.value === null]);
  useEffect(() => focusOnKeydown(() => input.current), []);

  function moveTo(index: number) {
    setActive(index);
    setChip(null);
    scrollToRow(index);
  }
  /** Back to how the list starts. */
  function leave() {
    setTyped("");
    moveTo(NO_ROW);
    isChoosingNext.value = false;
  }
  function pick(status: Status | undefined, length: StatusLength | typeof UNTIL = {}) {
    if (!status) return;
    if (length === UNTIL) untilStatus.value = status;
    else if (isForNext) void loadDeferredActions().then((module) => module.queueNext(store, status, length));
    else chooseStatus(store, status, length);
    leave();
    input.current?.focus();
  }
  const keys: Record<string, () => unknown> = {
    ArrowDown: () => moveTo((activeIndex + 1) % list.length),
    ArrowUp: () => moveTo((Math.max(activeIndex, 0) - 1 + list.length) % list.length),
    ArrowRight: () => list[activeIndex] && setChip(moveChip(list[activeIndex], chip, 1, !isForNext)),
    ArrowLeft: () => list[activeIndex] && setChip(moveChip(list[activeIndex], chip, -1, !isForNext)),
    Enter: () => list[activeIndex] && pick(list[activeIndex], lengthAt(list[activeIndex], chip)),
    ...(typed !== "" || isForNext || activeIndex >= 0 ? { Escape: leave } : {}),
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
  /** The pointer makes a row active. */
  const point = (index: number) => index !== activeIndex && (setActive(index), setChip(null));
  return { typed, list, at: activeIndex, chip, next: isForNext, input, onType, onKeyDown, point, pick };
}

/** After a click on an empty spot nothing has the focus, and keys would go nowhere: they bring it back. */
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
