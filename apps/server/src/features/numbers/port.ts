import { fail } from "@callboard/domain/core/failure";
import { PortEventInput, PortInput } from "@callboard/domain/numbers/orderSchema";
import { formatPhoneNumber } from "@callboard/domain/numbers/phoneNumber";
import { applyPortEvent, cancelPort, portOut } from "@callboard/domain/numbers/port";
import { accountProcedure } from "../../rpc/procedures.ts";
import { commit } from "../../store/commit.ts";
import { findMany, findOne } from "../../store/queries.ts";

/** Taking a number to another carrier. The other carrier does the work; here the number is only kept from getting lost. */
export const portProcedures = {
  portOut: accountProcedure("change routing")
    .input(PortInput)
    .mutation(({ ctx: { scope }, input: { id, version } }): Promise<null> =>
      commit(scope, { number: findOne("number", id) }, ({ number }, { now }) =>
        portOut(number, { version, shown: formatPhoneNumber(number.data.e164) }, now),
      ),
    ),

  cancelPort: accountProcedure("change routing")
    .input(PortInput)
    .mutation(({ ctx: { scope }, input: { id, version } }): Promise<null> =>
      commit(scope, { number: findOne("number", id) }, ({ number }, { now }) =>
        cancelPort(number, { version, shown: formatPhoneNumber(number.data.e164) }, now),
      ),
    ),

  /** A phone platform reports where a port stands. */
  reportPort: accountProcedure("send phone events")
    .input(PortEventInput)
    .mutation(({ ctx: { scope }, input: { e164, event } }): Promise<null> => {
      const queries = {
        current: findMany("number", { name: "number", value: e164 }),
        released: findMany("number", { name: "released number", value: e164 }),
      };
      const shown = formatPhoneNumber(e164);
      return commit(scope, queries, ({ current: [number], released }, { now }) => {
        if (number) return applyPortEvent(number, event, shown, now);
        // It has left already: the word came twice.
        return released.length > 0 ? [] : fail("not-found", "numbers.notInAccount", { number: shown }, "e164");
      });
    }),
};
