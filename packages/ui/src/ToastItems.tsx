import { useRef } from "preact/hooks";
import { IconButton } from "./IconButton.tsx";
import { Icon } from "./Icon.tsx";
import type { Toast, Toasts } from "./toasts.ts";
import "./ToastItems.css";

export interface ToastItemsProps {
  toasts: Toasts;
  dismissLabel: string;
}

/** The toasts, for a live region that exists already. */
export function ToastItems({ toasts, dismissLabel }: ToastItemsProps) {
  const reading = useRef({ pointer: false, focus: false });

  function note(change: Partial<typeof reading.current>) {
    Object.assign(reading.current, change);
    if (reading.current.pointer || reading.current.focus) toasts.hold();
    else toasts.release();
  }

  /** A removed element fires no blur or leave event, so the other toasts would be held for good. */
  function leave(toast: Toast, button: EventTarget | null) {
    if (button instanceof HTMLElement) button.blur();
    toasts.dismiss(toast.id);
    note({ pointer: false, focus: false });
  }

  return (
    <>
      {toasts.list.value.map((toast) => (
        <li
          key={toast.id}
          data-kind={toast.kind ?? "info"}
          onPointerEnter={() => note({ pointer: true })}
          onPointerLeave={() => note({ pointer: false })}
          onFocusIn={() => note({ focus: true })}
          onFocusOut={() => note({ focus: false })}
        >
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
    </>
  );
}
