import { setTimeout as delay } from 'node:timers/promises';
import {
  Connection,
  isGrpcServiceError,
  type OperatorService,
  ScheduleNotFoundError,
} from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Settings } from '../config/config';
import { temporalAddress } from './connection';
import { setUpSchedules } from './schedules';
import { searchAttributes } from './searchAttributes';

const notFound = 5;
const alreadyExists = 6;
/** Histories stay as long as a person may call about them. */
const retentionDays = 7;
const retryMs = 1_000;
/** The server's processes hear of a new namespace within ten seconds. */
const knownWithinMs = 60_000;

const { IndexedValueType } = temporal.api.enums.v1;
const { RegisterNamespaceRequest } = temporal.api.workflowservice.v1;

/** What the set-up made. */
export interface NamespaceSetup {
  readonly madeNamespace: boolean;
  /** Search attributes and schedules that were missing. */
  readonly added: readonly string[];
}

/** Makes the namespace, its search attributes and its schedules where they are missing. Two at the same time do no harm. */
export async function setUpNamespace(settings: Settings): Promise<NamespaceSetup> {
  const { namespace } = settings.config.temporal;
  const connection = await Connection.connect(temporalAddress(settings));
  try {
    const madeNamespace = await register(connection, namespace);
    const attributes = await whenKnown(() => addAttributes(connection, namespace));
    const schedules = await whenKnown(() => setUpSchedules(connection, settings));
    return { madeNamespace, added: [...attributes, ...schedules] };
  } finally {
    await connection.close();
  }
}

async function register({ workflowService }: Connection, namespace: string): Promise<boolean> {
  try {
    const workflowExecutionRetentionPeriod = { seconds: retentionDays * 86_400 };
    await workflowService.registerNamespace(
      RegisterNamespaceRequest.fromObject({ namespace, workflowExecutionRetentionPeriod }),
    );
    return true;
  } catch (error) {
    if (isStatus(error, alreadyExists)) return false;
    throw error;
  }
}

async function addAttributes({ operatorService }: Connection, namespace: string): Promise<string[]> {
  const missing = await missingAttributes(operatorService, namespace);
  if (missing.length === 0) return [];
  const types = missing.map(
    ({ name, type }) => [name, IndexedValueType[`INDEXED_VALUE_TYPE_${type}`]] as const,
  );
  await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(types) });
  return missing.map(({ name }) => name);
}

/** The search attributes that the namespace does not know. */
export async function missingAttributes(operatorService: OperatorService, namespace: string) {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  return searchAttributes.filter(({ name }) => !(name in customAttributes));
}

/** A namespace that was just made is not found for a moment, and another one may add an attribute at the same time. */
async function whenKnown<Result>(ask: () => Promise<Result>): Promise<Result> {
  const giveUpAt = Date.now() + knownWithinMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const isPassing =
        error instanceof ScheduleNotFoundError || isStatus(error, notFound) || isStatus(error, alreadyExists);
      if (!isPassing || Date.now() > giveUpAt) throw error;
    }
    await delay(retryMs);
  }
}

function isStatus(error: unknown, status: number): boolean {
  return isGrpcServiceError(error) && (error.code as number) === status;
}
