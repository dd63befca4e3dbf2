import { Failure } from "@callboard/domain/failure";
import { type Context, Hono } from "hono";
import { broken, refused } from "../refusal.ts";
import type { World } from "../world.ts";
import { NotSigned } from "./port.ts";
import { take } from "./taking.ts";

/** Where the payment provider tells of what happened. Nothing is believed that it has not signed. */
export function paymentDoor(world: World): Hono {
  const app = new Hono();
  app.post("/:provider", async (c) => {
    const { payments, log } = world;
    if (c.req.param("provider") !== payments.name) return c.notFound();
    try {
      const body = await c.req.text();
      const event = await payments.hear(body, c.req.raw.headers);
      if (event !== null) await take(world, event);
      return c.json({ taken: true });
    } catch (error) {
      return answered(c, error, (odd) => log.error({ err: odd }, "a message of the payment provider broke"));
    }
  });
  return app;
}

function answered(c: Context, error: unknown, tell: (error: unknown) => void): Response {
  if (error instanceof NotSigned) return c.body(null, 401);
  if (error instanceof Failure) return refused(c, error);
  tell(error);
  return broken(c, "");
}
