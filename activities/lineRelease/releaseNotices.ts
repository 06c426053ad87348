import { openLeavingAccount, type LeavingAccount } from '../../src/security/leavingAccounts';
import type { LineReleaseEffects } from '../../workflows/contracts/lineRelease';
import type { Notice } from '../../workflows/contracts/notices';
import { linesStillOwned } from '../accountDeletion/deletionNotices';
import { openAddress, sealedAddress } from '../messages';
import type { LineReleaseDependencies } from '../lineRelease';

type NoticesRequest = Parameters<LineReleaseEffects['noticesOfRelease']>[0];

/** Both sides: whoever has the account, on its mailbox and the lines that are still the company's, and who freed the line. */
export async function noticesOfRelease(
  dependencies: LineReleaseDependencies,
  request: NoticesRequest,
): Promise<readonly Notice[]> {
  const account = openLeavingAccount(dependencies.serviceKeys, request.releasing.account);
  const notices = await Promise.all([
    noticesToAccount(dependencies, request, account),
    request.reason === 'byManager' ? noticesToManager(dependencies, request) : [],
  ]);
  return notices.flat();
}

async function noticesToAccount(
  dependencies: LineReleaseDependencies,
  { line, reason, ending }: NoticesRequest,
  account: LeavingAccount,
): Promise<readonly Notice[]> {
  const seal = (text: string) => sealedAddress(dependencies.serviceKeys, text);
  const { email, locale } = account;
  const wording = ending === 'closed' ? 'accountDeleted' : 'lineReleased';
  const numbers = await linesStillOwned(dependencies, account);
  const texts = numbers.map((number) => {
    return { wording, channel: 'sms', locale, address: seal(number) } as const;
  });
  if (email === undefined) return texts;
  const released = openAddress(dependencies.serviceKeys, line);
  const username = account.lines.find(({ msisdn }) => msisdn !== released)?.msisdn;
  const mail: Notice = {
    wording: 'lineReleased',
    channel: 'mail',
    locale,
    address: seal(email),
    line,
    reason,
    ending,
    ...(ending === 'renamed' && username !== undefined && { username: seal(username) }),
  };
  return [...texts, mail];
}

async function noticesToManager(
  { database, serviceKeys }: LineReleaseDependencies,
  { line, actor }: NoticesRequest,
): Promise<readonly Notice[]> {
  const manager = await database.accounts.findById(actor.accountId).lean();
  if (manager?.email === undefined) return [];
  const { email, locale } = manager;
  return [
    { wording: 'lineFreed', channel: 'mail', locale, address: sealedAddress(serviceKeys, email), line },
  ];
}
