import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { isPermitted } from '../http/permissions';
import { shownNumber } from '../identifiers/msisdn';
import { readAccountOperation } from '../routes/account';
import { listPasskeysOperation } from '../routes/passkeys';
import { autologinOffPath, autologinOnPath, removeLinePath } from './actions';
import { linkTo } from './language';
import { sendPage } from './pages';
import { companyPath, managersPath, passkeysPath, sessionsPath, signOutPath } from './paths';
import type { PortalParts } from './portalParts';
import { orSignIn } from './signedInPages';

/** Rule 39 of the FAQ. */
const mostLines = 2;

/** Links of the account's page, each with the permission that shows it. */
const links = [
  { path: companyPath, word: 'company', permission: 'readCompany' },
  { path: managersPath, word: 'managers', permission: 'readTelcoManagers' },
  { path: '/account/lines/associate', word: 'associate', permission: 'associateLine' },
  { path: '/account/email', word: 'changeEmail', permission: 'changeContacts' },
  { path: '/account/mobile', word: 'changeMobile', permission: 'readCompany' },
  { path: '/account/password', word: 'changePassword', permission: 'changeOwnPassword' },
  { path: passkeysPath, word: 'passkeys', permission: 'readOwnPasskeys' },
  { path: sessionsPath, word: 'sessions', permission: 'readOwnSessions' },
  { path: '/account/deletion', word: 'deletion', permission: 'deleteOwnAccount' },
] as const;

/** `/account`: the data of the signed-in account, and its actions. */
export class AccountPage {
  constructor(private readonly parts: Pick<PortalParts, 'calls' | 'places'>) {}

  show(request: Request, response: Response): Promise<void> {
    return orSignIn(request, response, async () => {
      const { calls, places } = this.parts;
      const [account, { passkeys }] = await Promise.all([
        calls.call(request, response, readAccountOperation, {}),
        calls.call(request, response, listPasskeysOperation, {}),
      ]);
      const { username, profile, email = '', mobile = '', vatNumber = '', lines } = account;
      sendPage(request, response, {
        name: 'account',
        data: {
          ...{ profile, email, vatNumber },
          username: shownNumber(username),
          mobile: shownNumber(mobile),
          offersPasskeyAt: passkeys.length === 0 ? places.passkeyDomain : '',
          removeAction: linkTo(request, removeLinePath),
          key: randomUUID(),
          signOutAction: linkTo(request, signOutPath),
          lines: lines.map(({ line, autologin }) => ({
            line,
            shown: shownNumber(line),
            isAutologinOn: autologin,
            isSecond: line !== account.username,
            switchAction: linkTo(request, autologin ? autologinOffPath : autologinOnPath),
          })),
          links: links
            .filter(({ permission }) => isPermitted(permission, account.profile))
            .filter(({ word }) => word !== 'associate' || lines.length < mostLines)
            .map(({ path, word }) => ({ href: linkTo(request, path), word })),
        },
      });
    });
  }
}
