import { TextInput } from "@callboard/ui/TextInput";
import { useEffect, useRef, useState } from "preact/hooks";
import { setQuery } from "../../shared/route.ts";

const TYPING_PAUSE_MS = 250;
const ADDRESS_MAX = 2000;

interface VisitFieldProps {
  /** The parameter of the page's address that keeps the text. */
  name: "address" | "referrer" | "number";
  value: string;
  example: string;
}

/** Writes the text to the page's address once the typing pauses. */
export function VisitField({ name, value, example }: VisitFieldProps) {
  const [typed, setTyped] = useState(value);
  const lastWritten = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    // The page's address changed, and not because of this field: it shows the new visit.
    if (value !== lastWritten.current) setTyped(value);
    lastWritten.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextInput
      type={name === "number" ? "tel" : "url"}
      value={typed}
      placeholder={example}
      maxLength={ADDRESS_MAX}
      autoComplete="off"
      onChange={(next) => {
        setTyped(next);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => {
          lastWritten.current = next.trim();
          setQuery({ [name]: lastWritten.current });
        }, TYPING_PAUSE_MS);
      }}
    />
  );
}
