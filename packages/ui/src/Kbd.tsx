import "./Kbd.css";

export interface KbdProps {
  /** The keys pressed together, as printed on the keyboard. */
  keys: readonly string[];
}

/** A keyboard shortcut. Each key is its own element, so that they aren't read out as one word. */
export function Kbd({ keys }: KbdProps) {
  return (
    <kbd class="cb-kbd">
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </kbd>
  );
}
