import { ApplicationFailure } from '@temporalio/activity';
import type { Mails, RenderedMail } from '../../src/messaging/mails';
import { type Contract, type CustomerRecords } from '../../src/records/customerRecords';
import { RecordsUnavailable } from '../../src/errors/recordsUnavailable';
import { openApplication } from '../../src/security/sealing';
import type { ActivationLinks } from '../../src/security/flowTokens';
import { keyedDigests } from '../../src/security/digests';
import { messageRefused } from '../../workflows/contracts/flow';
import type {
  MailRequest,
  UserAdminRegistrationMessages,
} from '../../workflows/contracts/userAdminRegistration';
import { handOverMail, type MailSender } from '../messages';
import { holderOf } from './accountReservation';
import { masked } from '../../src/identifiers/typedText';

export interface MailDependencies extends MailSender {
  readonly records: CustomerRecords;
  readonly mails: Mails;
  readonly links: ActivationLinks;
}

type Step = 'activation' | 'registered' | 'refused';
type Writer = (contract: Contract) => RenderedMail;

/** The mails of a User Admin's registration. Each goes to the mailbox that the contract names, never to one that was typed. */
export function createRegistrationMails(dependencies: MailDependencies): UserAdminRegistrationMessages {
  const { mails, links, channels } = dependencies;
  return {
    sendActivationMail: (request) => {
      const token = links.tokenOf('userAdminRegistration', request.flowId);
      return sendToContract(dependencies, 'activation', request, (contract) =>
        mails.userAdminActivation({
          ...about(contract, request),
          link: links.linkOf(token),
          token,
          expiresAt: new Date(request.expiresAt),
        }),
      );
    },
    sendRegisteredNotice: (request) =>
      sendToContract(dependencies, 'registered', request, (contract) =>
        mails.userAdminRegistered({
          ...about(contract, request),
          maskedUsername: masked(openApplication(dependencies.serviceKeys, request.application).username, 3),
        }),
      ),
    sendRefusalMail: (request) =>
      sendToContract(dependencies, 'refused', request, (contract) =>
        mails.userAdminRegistrationRefused({ ...about(contract, request), reason: request.reason }),
      ),
    probeMailChannel: async () => {
      if (!(await channels.mail.probe()))
        throw ApplicationFailure.retryable('The mail server does not answer.');
    },
  };
}

async function sendToContract(
  dependencies: MailDependencies,
  step: Step,
  request: MailRequest,
  write: Writer,
): Promise<void> {
  const key = `${holderOf(request.flowId)}/${step}/${request.number}`;
  const contract = await contractOf(dependencies, request);
  refuseOtherMailbox(dependencies, contract, request);
  await handOverMail(dependencies, { key, to: contract.representative.email, mail: write(contract) });
}

/** The records may have changed since the match: the link of one representative never goes to the next. */
function refuseOtherMailbox(
  { serviceKeys }: MailDependencies,
  { representative }: Contract,
  { contract }: MailRequest,
): void {
  if (keyedDigests(serviceKeys, 'mailbox', representative.email.toLowerCase()).includes(contract.mailboxKey))
    return;
  throw ApplicationFailure.nonRetryable('The contract names another mailbox by now.', messageRefused);
}

async function contractOf(
  { records, serviceKeys }: MailDependencies,
  { application, contract }: MailRequest,
): Promise<Contract> {
  const contracts = await records.contractsOf(openApplication(serviceKeys, application).vatNumber);
  const found = contracts.find(({ customerCode }) => customerCode === contract.customerCode);
  if (!found) throw new RecordsUnavailable('The records no longer hold the contract that matched.');
  return found;
}

function about(contract: Contract, { locale, supportReference }: MailRequest) {
  const { companyName, representative } = contract;
  return { companyName, firstName: representative.firstName, locale, supportReference };
}
