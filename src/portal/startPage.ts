import type { Request, Response } from 'express';
import { networkSessionsPath } from '../config/network';
import type { FormPage } from './forms/formPage';
import { linkTo } from './language';
import { sendPage } from './pages';
import { accountPath } from './paths';
import type { PortalParts } from './portalParts';

/** `/`: the entry. Who comes back from the operator unrecognised is told why; from an unregistered line, in its registration. */
export class StartPage {
  constructor(
    private readonly parts: Pick<PortalParts, 'network'>,
    private readonly registration: FormPage,
  ) {}

  show(request: Request, response: Response): void {
    const refusal = this.parts.network.takeRefusal(request, response);
    if (refusal?.code === 'LINE_NOT_REGISTERED' && refusal.line !== undefined) {
      const { code, line, supportReference } = refusal;
      this.registration.render(request, response, {
        typed: { line },
        problems: [{ code }],
        supportReference,
      });
      return;
    }
    sendPage(request, response, {
      name: 'start',
      problems: refusal ? [{ code: refusal.code }] : [],
      ...(refusal && { supportReference: refusal.supportReference }),
      values: { direct: `${networkSessionsPath}/start`, account: linkTo(request, accountPath) },
    });
  }
}

/** `/welcome`: where the network's sign-in ends; it leads on at once. */
export function showWelcome(request: Request, response: Response): void {
  sendPage(request, response, { name: 'welcome', values: { account: linkTo(request, accountPath) } });
}
