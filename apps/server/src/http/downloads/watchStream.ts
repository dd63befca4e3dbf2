/** A stream without progress for this long is stuck: its reader is asleep or its source is gone. */
const STALL_MS = 120_000;

/** Passes a stream through and calls `onEnd` when it finishes, breaks, gets stuck, or its reader leaves. */
export function watchStream(file: ReadableStream<Uint8Array>, onEnd: () => void): ReadableStream<Uint8Array> {
  const reader = file.getReader();
  let stallTimer: NodeJS.Timeout | undefined;
  const finish = () => {
    clearTimeout(stallTimer);
    onEnd();
  };
  return new ReadableStream(
    {
      start: (controller) => {
        stallTimer = setTimeout(() => {
          onEnd();
          controller.error(new Error("The download made no progress."));
          reader.cancel().catch(() => {});
        }, STALL_MS).unref();
      },
      async pull(controller) {
        stallTimer?.refresh();
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          finish();
          controller.close();
        } catch (error) {
          finish();
          throw error;
        }
      },
      cancel: (reason) => {
        finish();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
