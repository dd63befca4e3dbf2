import type { ComponentChildren, TargetedMouseEvent } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "./IconButton.tsx";
import "./Dialog.css";

export interface DialogProps {
  open: boolean;
  /** The person wants out: Escape, the backdrop or the cross. The owner decides and sets `open`. */
  onClose: () => void;
  title: string;
  closeLabel: string;
  width?: "narrow" | "wide" | undefined;
  /** Buttons, the one that goes on last. */
  foot?: ComponentChildren;
  children: ComponentChildren;
}

/** A question that has to be settled before going on. It exists only while open, so each opening starts fresh. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

/**
 * Where typing belongs: the first field that must be filled and is not. On a list that has its value already, the
 * first letters of a reason would choose another entry.
 */
const firstEmptyRequired = (dialog: HTMLDialogElement | null): HTMLInputElement | HTMLSelectElement | undefined =>
  [...(dialog?.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[required]") ?? [])].find(
    ({ value }) => value === "",
  );

function OpenDialog({ onClose, title, closeLabel, width = "narrow", foot, children }: Omit<DialogProps, "open">) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  const pressedOutside = useRef(false);

  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    const onClosed = () => close.current();
    element?.showModal();
    firstEmptyRequired(element)?.focus();
    element?.addEventListener("close", onClosed);
    return () => {
      element?.removeEventListener("close", onClosed);
      // While it is modal everything behind it is inert, and focus could not go back there.
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
        // Unhandled, the key would also close the window that the dialog stands in.
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
        // Selecting text and letting go outside is not a wish to leave.
        if (pressedOutside.current && isOutside(event)) onClose();
      }}
    >
      <div class="cb-dialog-frame">
        <h2 id={titleId}>{title}</h2>
        <div class="cb-dialog-body">{children}</div>
        {foot && <footer class="cb-dialog-foot">{foot}</footer>}
        {/* Last, so that focus starts on what the dialog is about. */}
        <div class="cb-dialog-close">
          <IconButton icon="x" label={closeLabel} onClick={onClose} />
        </div>
      </div>
    </dialog>
  );
}
