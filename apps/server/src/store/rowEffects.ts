import type { RowEffect, RowOwner } from "@callboard/domain/core/effect";
import type { Stmt } from "./database/port.ts";
import { requireRelated } from "./checkedAccount.ts";
import type { Scope } from "./scope.ts";

/** The SQL of a row effect: an effect that writes rows of a feature's own table. */
type StatementOf<O, V> = (owner: O, values: V) => Stmt;

/** A kind of row effect: `of` makes an effect of this kind, `statement` turns it into SQL. */
interface RowEffectKind<O extends RowOwner = never, V extends RowEffect["values"] = never> {
  name: string;
  of: (owner: O, values: V) => RowEffect;
  statement: StatementOf<O, V>;
}

export const defineRowEffect = <O extends RowOwner, V extends RowEffect["values"]>(
  name: string,
  statement: StatementOf<O, V>,
): RowEffectKind<O, V> => ({ name, of: (owner, values) => ({ do: "row", name, owner, values }), statement });

/** The registered kinds by name. Filled once, before the server answers anything. */
export const ROW_EFFECTS = new Map<string, RowEffectKind>();

export function rowStmt(scope: Scope, { name, owner, values }: RowEffect): Stmt {
  const kind = ROW_EFFECTS.get(name);
  if (!kind) throw new Error(`No statement is registered for the effect ${name}.`);
  if (owner !== null && "account" in owner) requireRelated(scope, owner.account);
  // Only the kind of this name makes such effects, with the owner and the values that its statement takes.
  return (kind.statement as StatementOf<RowOwner, RowEffect["values"]>)(owner, values);
}
