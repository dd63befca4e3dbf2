import { Button } from "@callboard/ui/Button";
import { useState } from "preact/hooks";
import { toasts } from "../../shared/toasts.ts";
import { access } from "../../texts/en/access.ts";

/** Copies a secret; if the browser doesn't allow that, it says so instead of failing silently. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => toasts.show({ tone: "bad", sentence: access.keys.copyFailed }),
    );
  return (
    <Button icon={copied ? "check" : "copy"} onClick={() => void copy()}>
      {copied ? access.keys.copied : label}
    </Button>
  );
}
