import { type ComponentChildren, createContext } from "preact";
import { useContext, useId } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import "./Field.css";

export interface FieldProps {
  label: string;
  /** Stands before the error too: what to do remains true after a mistake. */
  hint?: ComponentChildren;
  /** One sentence with a way on. */
  error?: string | undefined;
  /** A quiet word at the end of the label's line, such as "optional". */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

interface FieldAttributes {
  id?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

const FieldContext = createContext<FieldAttributes>({});

/** What a control must spread on its element to be named and described by the field around it. */
export const useField = (): FieldAttributes => useContext(FieldContext);

/** Hands its ids down by context, because a label or an error that someone must wire by hand is one day not wired. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const wiring: FieldAttributes = {
    id,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <div class="cb-field" data-invalid={error ? true : undefined}>
      <div class="cb-field-head">
        <label for={id}>{label}</label>
        {aside && <span>{aside}</span>}
      </div>
      <FieldContext.Provider value={wiring}>{children}</FieldContext.Provider>
      {hint && (
        <p class="cb-field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="cb-field-error" id={`${id}-error`} role="alert">
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}
