import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { toasts } from "../../shared/toasts.ts";
import { access } from "../../texts/en/access.ts";

/** Copies a secret; where the browser refuses, it says so rather than leaving somebody with nothing. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => toasts.show({ kind: "bad", sentence: access.keys.copyFailed }),
    );
  return (
    <Button icon={copied ? "check" : "copy"} onClick={() => void copy()}>
      {copied ? access.keys.copied : label}
    </Button>
  );
}
