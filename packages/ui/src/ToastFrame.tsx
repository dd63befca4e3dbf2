import type { ComponentChildren } from "preact";

export interface ToastFrameProps {
  /** Names the region in a screen reader's list of places. */
  label: string;
  children: ComponentChildren;
}

/**
 * Where toasts appear. It is drawn even while empty: a live region that arrives together with its text is not read out.
 */
export const ToastFrame = ({ label, children }: ToastFrameProps) => (
  <section class="cb-toasts" aria-label={label}>
    <ol aria-live="polite" aria-relevant="additions">
      {children}
    </ol>
  </section>
);
