import type { Permission } from "@callboard/domain/core/permissions";
import { Button, type ButtonProps } from "@callboard/ui/Button";
import { mayOpen, useViewer, blockedReason } from "../viewer.ts";

/** A button for people whose role has the permission. If the account's state forbids it, it stays and says why. */
export function PermissionButton({ deed: permission, ...rest }: ButtonProps & { deed: Permission }) {
  const { account } = useViewer();
  if (!mayOpen(account, permission)) return null;
  const why = blockedReason(account, permission);
  return why === null ? <Button {...rest} /> : <Button {...rest} disabled title={why} aria-description={why} />;
}
