import { useId } from "preact/hooks";
import "./Progress.css";

export interface ProgressProps {
  label: string;
  value: number;
  max: number;
  /** How far, in words ("12 of 40"); it is both shown and spoken in place of a percentage. */
  text: string;
}

/** How far a long job has come. Always with a number in words: a bar alone cannot be trusted or quoted. */
export function Progress({ label, value, max, text }: ProgressProps) {
  const labelId = useId();
  const part = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
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
        data-done={part === 1 || undefined}
      >
        <span style={{ width: `${part * 100}%` }} />
      </div>
    </div>
  );
}
