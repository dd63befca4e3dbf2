import { currentStatus } from "@callboard/domain/agents/rules";
import { popup as texts } from "../../../texts/en/popup/popup.ts";
import { format } from "../../../texts/format.ts";
import { shownAgent } from "../../actions/optimistic.ts";
import { StatusOption } from "./StatusOption.tsx";
import { untilStatus, selectableStatuses } from "../../state/statusChoice.ts";
import type { PopupStore } from "../../state/store.ts";
import { Loading } from "../Loading.ts";
import { nowSignal } from "../../state/nowSignal.ts";
import { LazyView } from "../LazyView.tsx";
import { useStatusPicker } from "../../state/useStatusPicker.ts";
import "./StatusPicker.css";

const UntilForm = () => import("./UntilForm.tsx").then((module) => module.UntilForm);

/** Choosing takes one click, one key, or a few letters. Focus stays in the field, so typing always does the same. */
export function StatusPicker({ desk: store }: { desk: PopupStore }) {
  const choosing = useStatusPicker(store);
  const { typed, list, at, chip, next, point, pick } = choosing;
  const mine = store.mine.data.value;
  const stored = shownAgent(store);
  const current = mine && stored ? currentStatus(stored, mine.phone, nowSignal.value).status : null;
  return (
    <section
      class="choices"
      data-next={next || undefined}
      style={mine ? `--rows: ${selectableStatuses(mine.statuses).length}` : undefined}
    >
      {untilStatus.value ? <LazyView of={UntilForm} /> : <StatusFilter choosing={choosing} />}
      {!mine && <LazyView of={Loading} label={texts.loading} lines={6} lineHeight="30px" />}
      <div class="choices-list" id="choices" role="listbox" aria-label={texts.choices}>
        {list.map((status, index) => (
          <StatusOption
            key={status.id}
            status={status}
            index={index}
            digit={typed === "" && index < 9 ? index + 1 : null}
            active={index === at}
            chip={index === at ? chip : null}
            current={!next && status.id === current}
            withUntil={!next}
            onPoint={() => point(index)}
            onPick={(length) => pick(status, length)}
          />
        ))}
      </div>
      {/* Present from the start: screen readers announce only changes within it. */}
      <p class={list.length > 0 ? "cb-unseen" : "choices-none"} role="status">
        {mine && typed.trim() !== "" && matchCountText(list.length, typed.trim())}
      </p>
    </section>
  );
}

const matchCountText = (count: number, text: string): string =>
  count === 0 ? format(texts.nothingFound, { text }) : format(texts.found, { count });

function StatusFilter({ choosing }: { choosing: ReturnType<typeof useStatusPicker> }) {
  const { typed, list, at, next, input, onType, onKeyDown } = choosing;
  return (
    <input
      ref={input}
      class="choices-filter"
      role="combobox"
      aria-label={next ? texts.filterNext : texts.filter}
      aria-expanded
      aria-controls="choices"
      aria-autocomplete="list"
      aria-activedescendant={list[at] ? `choice-${at}` : undefined}
      placeholder={next ? texts.filterNext : texts.filterHint}
      value={typed}
      autoComplete="off"
      spellcheck={false}
      onInput={(event) => onType(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
