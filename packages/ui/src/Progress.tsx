import { useId } from "preact/hooks";
import "./Progress.css";

export interface ProgressProps {
  label: string;
  value: number;
  max: number;
  /** The progress in words ("12 of 40"), both shown and announced instead of a percentage. */
  text: string;
}

/** The progress of a long job, also in words: a bar alone can't be read exactly. */
export function Progress({ label, value, max, text }: ProgressProps) {
  const labelId = useId();
  const fraction = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div class="cb-progress">
      <span id={labelId}>{label}</span>
      <span class="cb-progress-text">{text}</span>
      <div
        class="cb-progress-bar"
        role="progressbar"
        aria-labelledby={labelId}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={text}
        data-done={fraction === 1 || undefined}
      >
        <span style={{ width: `${fraction * 100}%` }} />
      </div>
    </div>
  );
}
