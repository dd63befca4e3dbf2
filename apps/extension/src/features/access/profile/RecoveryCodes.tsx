import { Button } from "@callboard/ui/Button";
import { Card } from "@callboard/ui/Card";
import { access } from "../../../texts/en/access.ts";
import { CopyButton } from "../CopyButton.tsx";

const texts = access.twoStep;

/** Codes that sign in once each if the authenticator app is lost. They are shown only after setting it up. */
export function RecoveryCodes({ codes, onSaved }: { codes: readonly string[]; onSaved: () => void }) {
  return (
    <Card title={texts.codesTitle} subtitle={texts.codes}>
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
          <Button variant="primary" onClick={onSaved}>
            {texts.kept}
          </Button>
        </div>
      </div>
    </Card>
  );
}
