import { OtherIndex, SetupMissing } from '../database/setup';
import type { Logger } from '../observability/logger';
import { requireSetup, type PreparedParts } from '../temporal/setup';

/** Asks whether `npm run migrate` has prepared database and Temporal for this version, until it has. */
export class SetupWatch {
  private isThere = false;
  private told = '';

  constructor(
    private readonly parts: PreparedParts,
    private readonly logger: Logger,
  ) {}

  /** @throws while something is missing; the log tells once what, and the remedy */
  async isSetUp(): Promise<void> {
    if (this.isThere) return;
    try {
      await requireSetup(this.parts);
      this.isThere = true;
    } catch (error) {
      if (error instanceof SetupMissing || error instanceof OtherIndex) this.tell(error);
      throw error;
    }
  }

  private tell({ name: failure, message: remedy }: Error): void {
    if (remedy === this.told) return;
    this.told = remedy;
    this.logger.warn({ failure, remedy }, 'waiting for what npm run migrate makes');
  }
}
