import type { Permission } from "@callboard/domain/core/permissions";
import { Button, type ButtonProps } from "@callboard/ui/Button";
import { mayOpen, useViewer, blockedReason } from "../viewer.ts";

/** A button for people whose role has the permission. If the account's state forbids it, it stays and says why. */
export function PermissionButton({ permission, ...rest }: ButtonProps & { permission: Permission }) {
  const { account } = useViewer();
  if (!mayOpen(account, permission)) return null;
  const reason = blockedReason(account, permission);
  return reason === null ? (
    <Button {...rest} />
  ) : (
    <Button {...rest} disabled title={reason} aria-description={reason} />
  );
}
