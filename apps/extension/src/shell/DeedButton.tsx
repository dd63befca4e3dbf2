import type { Deed } from "@callboard/domain/access";
import { Button, type ButtonProps } from "@callboard/ui/Button";
import { mayOpen, useViewer, whyNot } from "./viewer.ts";

/** A button for those whose role may press it. Where the account's state keeps it from them it stays, and says why. */
export function DeedButton({ deed, ...rest }: ButtonProps & { deed: Deed }) {
  const { account } = useViewer();
  if (!mayOpen(account, deed)) return null;
  const why = whyNot(account, deed);
  return why === null ? <Button {...rest} /> : <Button {...rest} disabled title={why} aria-description={why} />;
}
