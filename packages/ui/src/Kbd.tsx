import "./Kbd.css";

export interface KbdProps {
  /** One entry per key of a chord, as printed on the keyboard. */
  keys: readonly string[];
}

/** Keys to press. Each key is its own element so that a chord is not read out as one word. */
export function Kbd({ keys }: KbdProps) {
  return (
    <kbd class="cb-kbd">
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </kbd>
  );
}
