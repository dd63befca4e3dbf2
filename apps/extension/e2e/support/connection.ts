import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** The connection between a browser and the server, which can be slow, and can be cut. */
export interface Connection {
  address: string;
  /** Delays everything the browser sends by this long. */
  delay: (ms: number) => void;
  cut: () => void;
  restore: () => void;
  /** How often the browser closed a connection while data of its own was still on its way. */
  lostCount: () => number;
  /** How many parts of answers have come home so far. */
  answered: () => number;
  close: () => Promise<void>;
}

/** If the browser closes a connection, data that is still on its way never arrives. */
export async function openConnection(port: number): Promise<Connection> {
  let delay = 0;
  let broken = false;
  let lost = 0;
  let answered = 0;
  const sockets = new Set<Socket>();

  const server = createServer((near) => {
    if (broken) return near.destroy();
    const far = connect(port, "127.0.0.1");
    const timers = new Set<NodeJS.Timeout>();
    const end = () => {
      if (timers.size > 0) lost += 1;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      for (const socket of [near, far]) {
        sockets.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [near, far]) sockets.add(socket.on("close", end).on("error", end));
    near.on("data", (part) => {
      if (delay === 0 && timers.size === 0) return void far.write(part);
      const timer = setTimeout(() => {
        timers.delete(timer);
        far.write(part);
      }, delay);
      timers.add(timer);
    });
    far.on("data", (part) => {
      answered += 1;
      near.write(part);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    delay: (ms) => (delay = ms),
    cut: () => {
      broken = true;
      drop();
    },
    restore: () => (broken = false),
    lostCount: () => lost,
    answered: () => answered,
    close: async () => {
      server.close();
      drop();
      await once(server, "close");
    },
  };
}
