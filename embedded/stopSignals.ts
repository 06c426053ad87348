/** What signals stop. */
export interface Stoppable {
  requestStop(): void;
  killAll(): void;
}

/** npm passes a Ctrl-C on to its child, which has had it from the terminal already: one press arrives twice. */
const samePressMs = 500;

/** The first Ctrl-C (or SIGTERM) stops in order, the second kills. */
export function stopOnSignals(start: Stoppable): void {
  let firstAt: number | undefined;
  const onSignal = (): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      start.requestStop();
      return;
    }
    if (now - firstAt < samePressMs) return;
    start.killAll();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
