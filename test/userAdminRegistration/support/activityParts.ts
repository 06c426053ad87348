import { Limits } from '../../../src/limits/limits';
import pino from 'pino';
import { createUserAdminRegistrationActivities } from '../../../activities/userAdminRegistration';
import { AuditTrail } from '../../../src/database/auditTrail';
import type { Database } from '../../../src/database/database';
import type { MailChannel, MailMessage } from '../../../src/messaging/channel';
import { Mails } from '../../../src/messaging/mails';
import type { Contract, CustomerRecords } from '../../../src/records/customerRecords';
import { ActivationLinks } from '../../../src/security/flowTokens';
import { type Application, sealApplication, sealContacts } from '../../../src/security/sealing';
import { comparisonForms, digestsOfRepresentative } from '../../../src/security/contractDigests';
import type { RepresentativeField } from '../../../src/security/contractDigests';
import { mailboxKeyOf } from '../../../src/security/digests';
import { testSettings } from '../../support/settings';

const vatNumber = '99000019994';

export const contract: Contract = {
  customerCode: 'C1',
  vatNumber,
  companyName: 'Società Esempio',
  segment: 'SME',
  representative: {
    firstName: 'Niccolò',
    lastName: "D'Esempio Prova",
    birthDate: '1980-05-17',
    taxCode: 'SMPCHR80E57H501D',
    email: 'Legale@azienda.example',
    mobile: '+393999000001',
  },
};

/** Keyed digest of the mailbox that the contract names. */
export function mailboxKey(): string {
  return mailboxKeyOf(serviceKeys, contract.representative.email);
}

/** Records that are a list; `eligible` tells the offers. */
class ListedRecords implements CustomerRecords {
  eligible = true;

  constructor(public contracts: readonly Contract[] = [contract]) {}

  contractsOf(wanted: string): Promise<readonly Contract[]> {
    return Promise.resolve(this.contracts.filter((listed) => listed.vatNumber === wanted));
  }

  hasEligibleOffer(): Promise<boolean> {
    return Promise.resolve(this.eligible);
  }

  lineOf(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  servedLineOf() {
    return Promise.resolve({ line: undefined, isEligible: this.eligible });
  }

  linesNamed(): Promise<ReadonlyMap<string, never>> {
    return Promise.resolve(new Map<string, never>());
  }

  linesOf() {
    return Promise.resolve({ lines: [], next: undefined });
  }

  numberOfLines(): Promise<number> {
    return Promise.resolve(0);
  }

  pukMatches(): Promise<boolean> {
    return Promise.resolve(false);
  }

  iccidMatches(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

/** A channel that keeps what it was handed, or fails as it is told. */
class KeepingChannel implements MailChannel {
  readonly sent: MailMessage[] = [];
  failure: Error | undefined;

  send(message: MailMessage): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    this.sent.push(message);
    return Promise.resolve();
  }

  probe(): Promise<boolean> {
    return Promise.resolve(!this.failure);
  }

  close(): void {
    this.failure = undefined;
  }
}

const settings = testSettings();
const { serviceKeys } = settings.secrets;
const mails = new Mails();

/** What the edge would seal. */
export function sealed(application: Partial<Application> = {}): string {
  return sealApplication(serviceKeys, { vatNumber, username: 'ExampleAdmin', ...application });
}

/** What a match hands on of the contract's mailbox and mobile. */
export function sealedContacts(): string {
  const { email, mobile } = contract.representative;
  return sealContacts(serviceKeys, { email, mobile });
}

/** The activities with a real database, listed records and a keeping channel. */
export function createActivityParts(database: Database) {
  const records = new ListedRecords();
  const channel = new KeepingChannel();
  const activities = createUserAdminRegistrationActivities({
    database,
    records,
    limits: new Limits(database.limits),
    auditTrail: new AuditTrail(database.auditEvents, serviceKeys, settings.config.figures),
    mails,
    channels: { mail: channel },
    links: new ActivationLinks(serviceKeys, 'https://selfcare.example'),
    serviceKeys,
    figures: settings.config.figures,
    logger: pino({ level: 'silent' }),
    now: () => new Date(),
  });
  return { activities, records, channel };
}

/** What the edge would hand over for these data, after normalising. */
export function typed(changes: Partial<Record<RepresentativeField, string>> = {}) {
  const data = { ...contract.representative, ...changes };
  const form = (field: RepresentativeField) => comparisonForms[field](data[field]) ?? '';
  return digestsOfRepresentative(serviceKeys, {
    firstName: form('firstName'),
    lastName: form('lastName'),
    birthDate: form('birthDate'),
    taxCode: form('taxCode'),
    email: form('email'),
    mobile: form('mobile'),
  });
}
