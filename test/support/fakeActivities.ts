import { ApplicationFailure } from '@temporalio/activity';
import { eventually } from './eventually';

/** Stands for everything that activities reach; each answer and each outage is set by the test. */
export abstract class FakeActivities {
  readonly calls: { readonly name: string; readonly request: unknown }[] = [];
  private readonly attempts: string[] = [];
  private readonly outages = new Map<string, () => boolean>();
  private readonly holds = new Map<string, Promise<void>>();
  private readonly letGo: (() => void)[] = [];

  /** The activities, by their names. */
  abstract activities(): object;

  /** Fails every call of an activity for as long as `lasts` says so. */
  outage(name: string, lasts: () => boolean): void {
    this.outages.set(name, lasts);
  }

  /** Holds every call of an activity back until the answer is called. */
  hold(name: string): () => void {
    let letGo: () => void = () => undefined;
    this.holds.set(name, new Promise<void>((resolve) => (letGo = resolve)));
    this.letGo.push(letGo);
    return letGo;
  }

  /** Ends every outage and every hold. */
  recover(): void {
    this.outages.clear();
    for (const letGo of this.letGo) letGo();
  }

  /** Waits until an activity was called `count` times; calls that are held or fail count. */
  async untilAttempted(name: string, count = 1): Promise<void> {
    const attempts = () => this.attempts.filter((attempt) => attempt === name).length;
    await eventually(
      () => (attempts() >= count ? true : undefined),
      `${name} was not called ${count} times.`,
    );
  }

  requestsOf(name: string): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ request }) => request);
  }

  /** An activity that is noted and answers, unless it is held back or away. */
  protected act<Answer, Request extends readonly unknown[]>(
    name: string,
    answer: (...request: Request) => Answer,
  ) {
    return async (...request: Request): Promise<Answer> => {
      this.attempts.push(name);
      await this.holds.get(name);
      if (this.outages.get(name)?.()) throw ApplicationFailure.retryable('away');
      this.calls.push({ name, request: request[0] });
      return answer(...request);
    };
  }
}
