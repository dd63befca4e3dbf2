import type { ComponentChildren } from "preact";
import { toasts } from "../toasts.ts";
import { FormDialog } from "./FormDialog.tsx";
import { useAction } from "./useAction.ts";

interface RemovalDialogProps {
  title: string;
  submit: string;
  /** The sentence that confirms it afterwards. */
  done: string;
  send: (options: { context: { key: string } }) => Promise<unknown>;
  ready?: boolean;
  onRemoved: () => unknown;
  onClose: () => void;
  /** What is removed with it and what stays. */
  children: ComponentChildren;
}

/** Asks before something is removed. If the server refuses, the dialog stays open with the reason. */
export function RemovalDialog({ title, submit, done, send, ready = true, ...rest }: RemovalDialogProps) {
  const { onRemoved, onClose, children } = rest;
  const remove = useAction((_: null, options) => send(options));

  async function removeAndClose() {
    const outcome = await remove.run(null);
    if (!outcome?.ok) return;
    toasts.show({ tone: "good", sentence: done });
    onClose();
    await onRemoved();
  }

  return (
    <FormDialog
      title={title}
      submit={submit}
      danger
      ready={ready}
      action={remove}
      onSubmit={removeAndClose}
      onClose={onClose}
    >
      {children}
    </FormDialog>
  );
}
