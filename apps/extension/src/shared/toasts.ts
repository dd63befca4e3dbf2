import { createToasts } from "@callboard/ui/toasts";

/** Short messages about what was just done, at the bottom of every page. */
export const toasts = createToasts();
