import type { ComponentChildren, TargetedMouseEvent } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "./IconButton.tsx";
import "./Dialog.css";

export interface DialogProps {
  open: boolean;
  /** Called on Escape, the backdrop or the close button. The owner decides and sets `open`. */
  onClose: () => void;
  title: string;
  closeLabel: string;
  width?: "narrow" | "wide" | undefined;
  /** Buttons, with the primary one last. */
  footer?: ComponentChildren;
  children: ComponentChildren;
}

/** A modal dialog. It exists only while open, so each opening starts fresh. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

/**
 * Typing should start in the first empty required field. The browser would focus the first field, and if that is a
 * select, the letters typed would choose another option in it.
 */
const firstEmptyRequired = (dialog: HTMLDialogElement | null): HTMLInputElement | HTMLSelectElement | undefined =>
  [...(dialog?.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[required]") ?? [])].find(
    ({ value }) => value === "",
  );

function OpenDialog({ onClose, title, closeLabel, width = "narrow", footer, children }: Omit<DialogProps, "open">) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const latestOnClose = useRef(onClose);
  latestOnClose.current = onClose;
  const pressedOutside = useRef(false);

  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    const onClosed = () => latestOnClose.current();
    element?.showModal();
    firstEmptyRequired(element)?.focus();
    element?.addEventListener("close", onClosed);
    return () => {
      element?.removeEventListener("close", onClosed);
      // Until it is closed everything behind it is inert, and focus couldn't return there.
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  const isOutside = (event: TargetedMouseEvent<HTMLDialogElement>) => event.target === event.currentTarget;

  return (
    <dialog
      ref={dialog}
      class="cb-dialog"
      data-width={width}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        // Unhandled, Escape would also close the popup window.
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        pressedOutside.current = isOutside(event);
      }}
      onClick={(event) => {
        // Selecting text and releasing the mouse outside must not close it.
        if (pressedOutside.current && isOutside(event)) onClose();
      }}
    >
      <div class="cb-dialog-frame">
        <h2 id={titleId}>{title}</h2>
        <div class="cb-dialog-body">{children}</div>
        {footer && <footer class="cb-dialog-footer">{footer}</footer>}
        {/* Last in the DOM, so that focus starts on the dialog's content. */}
        <div class="cb-dialog-close">
          <IconButton icon="x" label={closeLabel} onClick={onClose} />
        </div>
      </div>
    </dialog>
  );
}
