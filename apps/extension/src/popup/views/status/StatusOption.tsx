import type { Status } from "@callboard/domain/agents/rules";
import { formatDuration } from "@callboard/domain/core/time";
import { Icon } from "@callboard/ui/Icon";
import { StatusShape } from "@callboard/ui/StatusShape";
import { statusLook } from "../../../shared/status/look.ts";
import { popup as texts } from "../../../texts/en/popup/popup.ts";
import { format } from "../../../texts/format.ts";
import { lengthText, lengthsOf, UNTIL } from "../../state/statusChoice.ts";
import type { StatusLength } from "../../state/statusChoice.ts";

interface StatusOptionProps {
  status: Status;
  index: number;
  /** The key that chooses it. */
  digit: number | null;
  active: boolean;
  /** The chip selected with the arrow keys; null means the default length. */
  chip: number | null;
  current: boolean;
  /** Offers an exact end too. */
  withUntil: boolean;
  onPoint: () => void;
  onPick: (length: StatusLength | typeof UNTIL) => void;
}

/**
 * The chips are for pointer and eye only: an option must not contain anything focusable, so the arrow keys move
 * between them and the option's accessible name says which one is selected. CSS draws the `data-shown` texts, to keep
 * them out of that name.
 */
export function StatusOption(props: StatusOptionProps) {
  const { status, index, digit, active, chip, current, withUntil, onPoint, onPick } = props;
  const lengths = lengthsOf(status);
  const selected = chip === null ? status.defaultMinutes : (lengths[chip] ?? null);
  const isUntil = chip !== null && chip >= lengths.length && withUntil;
  const length = isUntil ? texts.untilChip : selected === null ? null : formatDuration(selected);
  const chipProps = (minutes: number) => ({
    "data-on": (!isUntil && selected === minutes) || undefined,
    onClick: (event: Event) => {
      event.stopPropagation();
      onPick(minutes === status.defaultMinutes ? {} : { minutes });
    },
  });
  return (
    <div
      id={`choice-${index}`}
      class="choice"
      role="option"
      aria-selected={current}
      aria-label={length === null ? status.name : format(texts.optionFor, { status: status.name, length })}
      data-active={active || undefined}
      data-tone={status.color}
      onPointerMove={onPoint}
      onClick={() => onPick({})}
    >
      <StatusShape {...statusLook(status)} size={20} />
      <span class="option-name">{status.name}</span>
      {current && <Icon name="check" size={14} />}
      {active && lengths.length > 0 && (
        <span class="option-chips" aria-hidden>
          {lengths.map((minutes) => (
            <span key={minutes} class="option-chip" data-shown={lengthText(minutes)} {...chipProps(minutes)} />
          ))}
          {withUntil && (
            <span
              class="option-chip"
              data-shown={texts.untilChip}
              data-on={isUntil || undefined}
              onClick={(event) => {
                event.stopPropagation();
                onPick(UNTIL);
              }}
            />
          )}
        </span>
      )}
      {!active && status.defaultMinutes !== null && (
        <span class="option-default" data-shown={lengthText(status.defaultMinutes)} />
      )}
      <span class="option-digit" data-shown={digit ?? undefined} />
    </div>
  );
}
