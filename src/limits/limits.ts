import { type Model, mongo } from 'mongoose';
import type { LimitDocument } from '../database/limitDocuments';
import {
  brakeIdsOf,
  documentIdOf,
  originIdOf,
  type CountedOrigin,
  type CountedSubject,
  type ServiceBrake,
  type Step,
  subjectsOf,
  type Wait,
} from './steps';
import { levelsOf } from './origins';
import type { Marks } from './moments';
import { idsOf, Standing } from './standing';
import {
  askOrigin,
  clearOwnUses,
  countForBrake,
  forgetUses,
  giveBackUses,
  type LimitCollection,
  markOrigin,
  markProved,
  takeBackUses,
  takeUse,
  type Write,
} from './writes';

/**
 * Counts what people and programs do against its subject and its origin, for API and workers alike. A step costs one read and
 * one write: every condition is asked at the moment of the write, so that no race passes a limit.
 */
export class Limits {
  private readonly collection: LimitCollection;

  constructor(documents: Model<LimitDocument>) {
    this.collection = documents.collection as unknown as LimitCollection;
  }

  /** Where the step stands: before anything is compared. */
  async look(step: Step): Promise<Standing> {
    const _ids = documentIdsOf(step);
    const found = await this.collection.find({ _id: { $in: _ids } }).toArray();
    return new Standing(step, new Map(found.map((document) => [document._id, document])));
  }

  /**
   * Counts how a comparison ended, which may be told only where this grants it: others may have taken the room meanwhile.
   *
   * @returns how it stood when it was counted, or what `wait` it has: then the result must not be told
   */
  async settle(step: Step, standing: Standing, isRight: boolean): Promise<Standing> {
    for (let seen = standing; ; seen = await this.look(step)) {
      if (seen.wait || (seen.isCounted && !isRight)) return seen;
      if (await this.write(step, isRight ? provingWrites(step, seen) : takingWrites(step, seen))) return seen;
    }
  }

  /**
   * Takes a use before anything is compared, or where nothing is. The write comes first: it reads only where there is no room
   * for anybody.
   *
   * @returns why there is none; undefined where it was taken, now or before
   */
  async take(step: Step): Promise<{ readonly wait: Wait; readonly standing: Standing } | undefined> {
    if (await this.write(step, takingWrites(step))) return undefined;
    for (;;) {
      const standing = await this.look(step);
      if (standing.isCounted) return undefined;
      const { wait } = standing;
      if (wait) return { wait, standing };
      if (await this.write(step, takingWrites(step, standing))) return undefined;
    }
  }

  /** Of a try that was taken before it was compared, and was right: the owner came, nothing counts any more. */
  async forgive(step: Step): Promise<void> {
    const { origin } = step;
    await this.write(step, [
      ...subjectsOf(step).map(forgetUses),
      ...(origin ? markProved(origin, step) : []),
    ]);
  }

  /** Of one that was wrong: marks its origin. */
  async blame({ origin, ...step }: Step): Promise<void> {
    if (!origin) return;
    const unconditional = { ...step, workProved: true };
    await this.write(unconditional, markOrigin(origin, unconditional, undefined));
  }

  /** Makes a use untaken that then did not count. */
  async giveBack(step: Step): Promise<void> {
    const { useId, now } = step;
    const brakes = countedBrakesOf(step);
    await this.write(step, [
      ...subjectsOf(step).flatMap((subject) =>
        brakes.length > 0 ? takeBackUses(subject, [useId], now) : giveBackUses(subject, [useId]),
      ),
      ...brakes.flatMap((brake) => countForBrake(brake, now, -1)),
    ]);
  }

  /** Forgets every use of the subjects. */
  async forget(subjects: readonly Pick<CountedSubject, 'purpose' | 'key'>[]): Promise<void> {
    await this.collection.deleteMany({ _id: { $in: subjects.map(documentIdOf) } });
  }

  /** @returns false where a condition found no room: then nothing is taken */
  private async write({ useId }: Step, writes: readonly Write[]): Promise<boolean> {
    let first = 0;
    for (;;) {
      try {
        const operations = writes.slice(first).map(({ operation }) => operation);
        if (operations.length > 0) await this.collection.bulkWrite(operations);
        return true;
      } catch (error) {
        const index = duplicateIndexOf(error);
        if (index === undefined) throw error;
        first += index;
      }
      if (writes[first]?.isConditional !== true) continue;
      await this.undo(writes.slice(0, first), useId);
      return false;
    }
  }

  private async undo(writes: readonly Write[], useId: string): Promise<void> {
    if (writes.length === 0) return;
    const ids = writes.map(({ documentId }) => documentId);
    const mark = { id: useId };
    await this.collection.updateMany(
      { _id: { $in: ids } },
      { $pull: { uses: mark, failures: mark, starts: mark } },
    );
  }
}

function documentIdsOf(step: Step): string[] {
  const { origin, messages, brakes = [], now } = step;
  return [
    ...[...subjectsOf(step), ...givenBackBy(messages)].map(documentIdOf),
    ...(origin ? levelsOf(origin.key).map(originIdOf) : []),
    ...brakes.flatMap((brake) => brakeIdsOf(brake, now)),
  ];
}

/** What has a condition comes first: a write that finds no room ends there. */
function takingWrites(step: Step, standing?: Standing): Write[] {
  const { origin, now } = step;
  return [
    ...subjectsOf(step).map((subject) => takeUse(subject, step, standing)),
    ...(origin ? writesOfOrigin[origin.mark](origin, step, standing) : []),
    ...countedBrakesOf(step).flatMap((brake) => countForBrake(brake, now, 1)),
  ];
}

const writesOfOrigin: Readonly<Record<CountedOrigin['mark'], typeof markOrigin>> = {
  'at once': markOrigin,
  later: roomOfOrigin,
  never: () => [],
};

/** Asks for what is written nothing of yet. */
function roomOfOrigin(origin: CountedOrigin, step: Step, standing: Standing | undefined): Write[] {
  return origin.mark === 'never' || step.workProved === true ? [] : askOrigin(origin, step, standing);
}

/** A decoy costs the same time: it has counts that nobody looks at. */
function countedBrakesOf({ brakes = [], isCountedByBrakes = true }: Step): readonly ServiceBrake[] {
  return isCountedByBrakes ? brakes : brakes.map((brake) => ({ ...brake, key: `decoys of ${brake.key}` }));
}

function givenBackBy(messages: Step['messages']): CountedSubject[] {
  return messages ? [...messages.to, messages.sent] : [];
}

/** What has a condition comes first, and of that what writes nothing. */
function provingWrites(step: Step, standing: Standing): Write[] {
  const { subject, origin, messages, now } = step;
  return [
    ...(origin && !standing.isCounted ? roomOfOrigin(origin, step, standing) : []),
    ...subjectsOf(step).map((each) => clearOwnUses(each, step, standing)),
    ...(messages ? takeBackUses(messages.sent, idsOf(standing.usesOfFlow(messages.sent)), now) : []),
    ...(origin ? markProved(origin, step) : []),
    ...(messages?.to ?? []).flatMap((each) => giveBackUses(each, idsOf(standing.usesOfFlow(each)))),
    ...(subject ? takenBack(countedBrakesOf(step), standing.usesOfFlow(subject)) : []),
    ...(messages ? takenBack(messages.brakes, standing.usesOfFlow(messages.sent)) : []),
  ];
}

/** Of the hour in which each use was counted. */
function takenBack(brakes: readonly ServiceBrake[], uses: Marks): Write[] {
  return brakes.flatMap((brake) => uses.flatMap(({ at }) => countForBrake(brake, at, -1)));
}

/** Where a write stopped because its document exists and the condition does not hold, or another one inserted it at the same moment. */
function duplicateIndexOf(error: unknown): number | undefined {
  if (!(error instanceof mongo.MongoBulkWriteError) || error.code !== 11_000) return undefined;
  const [first] = [error.writeErrors].flat();
  return first?.index;
}
