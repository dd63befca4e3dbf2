import type { QueueFormValues } from "./queueFormValues.ts";

/** What each part of a queue's form has, and how it says what was refused. */
export interface QueueFieldProps {
  form: QueueFormValues;
  edit: (change: Partial<QueueFormValues>) => void;
  errorOf: (field: string) => string | undefined;
}
