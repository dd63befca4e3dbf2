import type { ComponentChildren } from "preact";

export interface ToastFrameProps {
  /** Names the region in a screen reader's list of landmarks. */
  label: string;
  children: ComponentChildren;
}

/** The live region for toasts. Rendered even while empty: a region that appears with its text isn't read out. */
export const ToastFrame = ({ label, children }: ToastFrameProps) => (
  <section class="cb-toasts" aria-label={label}>
    <ol aria-live="polite" aria-relevant="additions">
      {children}
    </ol>
  </section>
);
