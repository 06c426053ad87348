import { randomUUID } from 'node:crypto';

/**
 * What the mobile network knows of the device whose requests arrive: the line of its SIM, or nothing where it comes by another
 * network. One device at a time: all that runs on a development machine has one address.
 */
export class MobileNetwork {
  private line: string | undefined;
  private readonly lines = new Map<string, string>();

  /** @param line E.164; undefined for a device on another network */
  connect(line: string | undefined): void {
    this.line = line;
  }

  get connectedLine(): string | undefined {
    return this.line;
  }

  /** A name for the line of the device, another one each time; undefined where the network does not know it. */
  recognise(): string | undefined {
    if (this.line === undefined) return undefined;
    const subscriber = randomUUID();
    this.lines.set(subscriber, this.line);
    return subscriber;
  }

  lineOf(subscriber: string): string | undefined {
    return this.lines.get(subscriber);
  }
}
