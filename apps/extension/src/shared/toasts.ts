import { createToasts } from "@callboard/ui/toasts";

/** Short answers to what was just done, at the foot of every page. */
export const toasts = createToasts();
