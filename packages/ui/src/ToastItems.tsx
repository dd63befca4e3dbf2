import { useRef } from "preact/hooks";
import { IconButton } from "./IconButton.tsx";
import { Icon } from "./Icon.tsx";
import type { Toast, Toasts } from "./toasts.ts";
import "./ToastItems.css";

export interface ToastItemsProps {
  toasts: Toasts;
  dismissLabel: string;
}

/** The toasts, to be placed in a live region (`ToastFrame`). */
export function ToastItems({ toasts, dismissLabel }: ToastItemsProps) {
  // While the pointer or the focus is on a toast, none of them disappears.
  const reading = useRef({ pointer: false, focus: false });

  function update(change: Partial<typeof reading.current>) {
    Object.assign(reading.current, change);
    if (reading.current.pointer || reading.current.focus) toasts.pause();
    else toasts.resume();
  }

  /** A removed element fires no blur or leave event, so the other toasts would stay paused for good. */
  function dismiss(toast: Toast, button: EventTarget | null) {
    if (button instanceof HTMLElement) button.blur();
    toasts.dismiss(toast.id);
    update({ pointer: false, focus: false });
  }

  return (
    <>
      {toasts.list.value.map((toast) => (
        <li
          key={toast.id}
          data-tone={toast.tone ?? "info"}
          onPointerEnter={() => update({ pointer: true })}
          onPointerLeave={() => update({ pointer: false })}
          onFocusIn={() => update({ focus: true })}
          onFocusOut={() => update({ focus: false })}
        >
          {toast.tone === "good" && <Icon name="check" />}
          {toast.tone === "bad" && <Icon name="alert" />}
          <p>{toast.sentence}</p>
          {toast.action && (
            <button
              class="cb-toast-action"
              type="button"
              onClick={(event) => {
                dismiss(toast, event.currentTarget);
                toast.action?.onSelect();
              }}
            >
              {toast.action.label}
            </button>
          )}
          <IconButton icon="x" label={dismissLabel} onClick={() => dismiss(toast, document.activeElement)} />
        </li>
      ))}
    </>
  );
}
