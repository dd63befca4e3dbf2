import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { EmptyState } from "@callboard/ui/EmptyState";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { toasts } from "../../shared/toasts.ts";
import { trackingCode } from "../../texts/en/sources.ts";
import type { TrackingCode } from "./types.ts";

const texts = trackingCode.snippet;

/** The line that runs the number swap on a page. */
export function SnippetCard({ script }: Pick<TrackingCode, "script">) {
  if (script === null)
    return (
      <Card title={texts.title}>
        <EmptyState icon="code" sentence={texts.empty} />
      </Card>
    );
  const line = `<script async src="${script.address}" data-key="${script.key}"></script>`;
  const { origin } = new URL(script.address);
  return (
    <Card title={texts.title} subtitle={texts.subtitle} actions={<CopyLineButton line={line} />}>
      <div class="snippet">
        <pre tabIndex={0} role="group" aria-label={texts.code}>
          <code>{line}</code>
        </pre>
        <ul class="snippet-notes cb-small">
          <li>{texts.keyNote}</li>
          <li>{withCode(texts.storageNote, { attribute: 'data-storage="none"' })}</li>
          <li>{withCode(texts.policyNote, { origin, script: "script-src", connect: "connect-src" })}</li>
        </ul>
      </div>
    </Card>
  );
}

function CopyLineButton({ line }: { line: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(line).then(
      () => setCopied(true),
      () => toasts.show({ tone: "bad", sentence: texts.copyFailed }),
    );
  return (
    <Button variant="primary" icon={copied ? "check" : "copy"} onClick={() => void copy()}>
      {copied ? texts.copied : texts.copy}
    </Button>
  );
}

/** The text with code in the places of its placeholders. */
const withCode = (text: string, values: Readonly<Record<string, string>>): ComponentChildren[] =>
  text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : <code key={index}>{values[part]}</code>));
