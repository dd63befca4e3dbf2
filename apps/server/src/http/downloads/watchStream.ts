/** A file that has not moved for so long stands still: whoever wanted it has fallen asleep with it, or what makes it is gone. */
const STALL_MS = 120_000;

/** A file in pieces, and word of its end: at its last piece, where it breaks or stands still, and where its reader goes. */
export function watchStream(file: ReadableStream<Uint8Array>, end: () => void): ReadableStream<Uint8Array> {
  const reader = file.getReader();
  let stalled: NodeJS.Timeout | undefined;
  const over = () => {
    clearTimeout(stalled);
    end();
  };
  return new ReadableStream(
    {
      start: (controller) => {
        stalled = setTimeout(() => {
          end();
          controller.error(new Error("This file stands still."));
          reader.cancel().catch(() => {});
        }, STALL_MS).unref();
      },
      async pull(controller) {
        stalled?.refresh();
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          over();
          controller.close();
        } catch (error) {
          over();
          throw error;
        }
      },
      cancel: (why) => {
        over();
        return reader.cancel(why);
      },
    },
    { highWaterMark: 0 },
  );
}
