import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { access } from "../../../texts/en/access.ts";
import { CopyButton } from "../CopyButton.tsx";

const texts = access.twoStep;

export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  return (
    <Card title={texts.codesTitle} sub={texts.codes}>
      <div class="form">
        <ul class="secret-codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div class="form-foot">
          <CopyButton text={codes.join("\n")} label={texts.copyCodes} />
          <Button variant="primary" onClick={onKept}>
            {texts.kept}
          </Button>
        </div>
      </div>
    </Card>
  );
}
