import { useRef } from "preact/hooks";
import { IconButton } from "./IconButton.tsx";
import { Icon } from "./Icon.tsx";
import type { Toast, Toasts } from "./toasts.ts";
import "./ToastRegion.css";

export interface ToastRegionProps {
  toasts: Toasts;
  /** Names the region in a screen reader's list of places. */
  label: string;
  dismissLabel: string;
}

/**
 * Where toasts appear. It is drawn even while empty: a live region that arrives together with its text is not read out.
 */
export function ToastRegion({ toasts, label, dismissLabel }: ToastRegionProps) {
  const reading = useRef({ pointer: false, focus: false });

  function note(change: Partial<typeof reading.current>) {
    Object.assign(reading.current, change);
    if (reading.current.pointer || reading.current.focus) toasts.hold();
    else toasts.release();
  }

  /** Focus is let go first: a removed button never says that it lost focus, and the rest would stay for good. */
  function leave(toast: Toast, button: EventTarget | null) {
    if (button instanceof HTMLElement) button.blur();
    toasts.dismiss(toast.id);
    if (toasts.list.value.length === 0) note({ pointer: false, focus: false });
  }

  return (
    <section
      class="cb-toasts"
      aria-label={label}
      onPointerEnter={() => note({ pointer: true })}
      onPointerLeave={() => note({ pointer: false })}
      onFocusIn={() => note({ focus: true })}
      onFocusOut={() => note({ focus: false })}
    >
      <ol aria-live="polite" aria-relevant="additions">
        {toasts.list.value.map((toast) => (
          <li key={toast.id} data-kind={toast.kind ?? "info"}>
            {toast.kind === "good" && <Icon name="check" />}
            {toast.kind === "bad" && <Icon name="alert" />}
            <p>{toast.sentence}</p>
            {toast.action && (
              <button
                class="cb-toast-action"
                type="button"
                onClick={(event) => {
                  leave(toast, event.currentTarget);
                  toast.action?.onSelect();
                }}
              >
                {toast.action.label}
              </button>
            )}
            <IconButton icon="x" label={dismissLabel} onClick={() => leave(toast, document.activeElement)} />
          </li>
        ))}
      </ol>
    </section>
  );
}
