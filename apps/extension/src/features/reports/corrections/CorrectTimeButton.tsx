import { serverNow } from "../../../data/clock.ts";
import { PermissionButton } from "../../../shared/page/PermissionButton.tsx";
import { route, setQuery } from "../../../shared/route.ts";
import { mayDo, useViewer } from "../../../shared/viewer.ts";
import { reports } from "../../../texts/en/reports.ts";
import { CorrectTimeDialog } from "./CorrectTimeDialog.tsx";

/** In the address: since when, or `new`. The card of one's own status leads here too. */
const PARAMETER = "correct";

/** Opens the form in which an agent says what they did. */
export function CorrectTimeButton() {
  const { account } = useViewer();
  const asked = route.value.query[PARAMETER];
  const since = Number(asked);
  return (
    <>
      <PermissionButton permission="set own status" icon="edit" onClick={() => setQuery({ [PARAMETER]: "new" })}>
        {reports.corrections.open}
      </PermissionButton>
      {asked !== undefined && mayDo(account, "set own status") && (
        <CorrectTimeDialog
          since={Number.isSafeInteger(since) && since > 0 && since < serverNow() ? since : null}
          onClose={() => setQuery({ [PARAMETER]: "" })}
        />
      )}
    </>
  );
}
