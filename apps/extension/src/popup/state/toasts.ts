import type { ToastInput, Toasts } from "@callboard/ui/toasts";
import { signal } from "@preact/signals";

/** One toast at a time: the popup is small, and only the newest message counts. Created with the first one. */
export const toasts = signal<Toasts | null>(null);
let loading: Promise<Toasts> | undefined;

export async function showToast(toast: ToastInput): Promise<void> {
  loading ??= import("@callboard/ui/toasts").then((module) => module.createToasts({ maxVisible: 1 }));
  toasts.value = await loading;
  toasts.value.show(toast);
}
