import { type ComponentChildren, createContext } from "preact";
import { useContext, useId } from "preact/hooks";
import { Icon } from "./Icon.tsx";
import "./Field.css";

export interface FieldProps {
  label: string;
  /** Shown together with an error too: it still applies after a mistake. */
  hint?: ComponentChildren;
  /** One sentence that says how to fix it. */
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

/** The attributes that a control spreads on its element to be named and described by its Field. */
export const useField = (): FieldAttributes => useContext(FieldContext);

/** A control with its label, hint and error. They are connected by ids in a context, so that no form can forget it. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const attributes: FieldAttributes = {
    id,
    "aria-describedby": describedBy || undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <div class="cb-field" data-invalid={error ? true : undefined}>
      <div class="cb-field-header">
        <label for={id}>{label}</label>
        {aside && <span>{aside}</span>}
      </div>
      <FieldContext.Provider value={attributes}>{children}</FieldContext.Provider>
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
