import type { QueueFormValues } from "./queueFormValues.ts";

/** The props of each part of a queue's form. */
export interface QueueFieldProps {
  form: QueueFormValues;
  edit: (change: Partial<QueueFormValues>) => void;
  errorOf: (field: string) => string | undefined;
}
