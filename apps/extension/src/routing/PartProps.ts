import type { Form } from "./queueDraft.ts";

/** What each part of a queue's form has, and how it says what was refused. */
export interface PartProps {
  form: Form;
  edit: (change: Partial<Form>) => void;
  errorOf: (field: string) => string | undefined;
}
