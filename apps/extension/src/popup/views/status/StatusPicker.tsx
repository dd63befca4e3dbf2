import { useEffect } from "preact/hooks";
import { currentStatus } from "@callboard/domain/agents/rules";
import { popup as texts } from "../../../texts/en/popup/popup.ts";
import { format } from "../../../texts/format.ts";
import { shownAgent } from "../../actions/optimistic.ts";
import { StatusOption } from "./StatusOption.tsx";
import { pointedStatus } from "../../state/coverage.ts";
import { untilStatus, selectableStatuses } from "../../state/statusChoice.ts";
import type { PopupStore } from "../../state/store.ts";
import { Loading } from "../Loading.ts";
import { nowSignal } from "../../state/nowSignal.ts";
import { LazyView } from "../LazyView.tsx";
import { useStatusPicker } from "../../state/useStatusPicker.ts";
import "./StatusPicker.css";

const UntilForm = () => import("./UntilForm.tsx").then((module) => module.UntilForm);

/** Chooses a status with one click, one digit, or a few letters. The focus stays in the field that filters the list. */
export function StatusPicker({ store }: { store: PopupStore }) {
  const picker = useStatusPicker(store);
  const { typed, list, at: activeIndex, chip, next: isForNext, point, pick } = picker;
  const mine = store.ownStatus.data.value;
  const stored = shownAgent(store);
  const current = mine && stored ? currentStatus(stored, mine.phone, nowSignal.value).status : null;
  const pointed = list[activeIndex];
  useEffect(() => void (pointedStatus.value = pointed), [pointed?.id]);
  return (
    <section
      class="choices"
      data-next={isForNext || undefined}
      style={mine ? `--rows: ${selectableStatuses(mine.statuses).length}` : undefined}
    >
      {untilStatus.value ? <LazyView view={UntilForm} /> : <StatusFilter picker={picker} />}
      {!mine && <LazyView view={Loading} label={texts.loading} lines={6} lineHeight="30px" />}
      <div class="picker-list" id="choices" role="listbox" aria-label={texts.choices}>
        {list.map((status, index) => (
          <StatusOption
            key={status.id}
            status={status}
            index={index}
            digit={typed === "" && index < 9 ? index + 1 : null}
            active={index === activeIndex}
            chip={index === activeIndex ? chip : null}
            current={!isForNext && status.id === current}
            withUntil={!isForNext}
            onPoint={() => point(index)}
            onPick={(length) => pick(status, length)}
          />
        ))}
      </div>
      {/* Present from the start: screen readers announce only changes within it. */}
      <p class={list.length > 0 ? "cb-visually-hidden" : "picker-none"} role="status">
        {mine && typed.trim() !== "" && matchCountText(list.length)}
      </p>
    </section>
  );
}

const matchCountText = (count: number): string => (count === 0 ? texts.noMatch : format(texts.found, { count }));

function StatusFilter({ picker }: { picker: ReturnType<typeof useStatusPicker> }) {
  const { typed, list, at: activeIndex, next: isForNext, input, onType, onKeyDown } = picker;
  return (
    <input
      ref={input}
      class="picker-filter"
      role="combobox"
      aria-label={isForNext ? texts.filterNext : texts.filter}
      aria-expanded
      aria-controls="choices"
      aria-autocomplete="list"
      aria-activedescendant={list[activeIndex] ? `choice-${activeIndex}` : undefined}
      placeholder={isForNext ? texts.filterNext : texts.filterHint}
      value={typed}
      autoComplete="off"
      spellcheck={false}
      onInput={(event) => onType(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
