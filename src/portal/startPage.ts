import type { Request, Response } from 'express';
import { networkSessionsPath } from '../config/providers';
import { flowParameter } from './flowCookies';
import type { FormPage } from './forms/formPage';
import { sampleParameter } from './forms/samples';
import { linkTo } from './language';
import { sendPage } from './pages';
import { accountPath, closeCookieNoticePath, flowPath, startPath } from './paths';
import type { PortalParts } from './portalParts';

type StartPageParts = Pick<PortalParts, 'flowCookies' | 'network' | 'noticeCookie' | 'places'>;

/** `/`: the entry. A refused direct sign-in is explained here; for an unregistered line, on its registration form. */
export class StartPage {
  constructor(
    private readonly parts: StartPageParts,
    private readonly registration: FormPage,
  ) {}

  show(request: Request, response: Response): void {
    const { network, noticeCookie, flowCookies, places } = this.parts;
    const underWay = flowCookies.latestUnderWay(request);
    const refusal = network.takeRefusal(request, response);
    if (refusal?.code === 'LINE_NOT_REGISTERED' && refusal.line !== undefined) {
      const { code, line, supportReference } = refusal;
      this.registration.render(request, response, {
        typed: { line },
        problems: [{ code }],
        supportReference,
      });
      return;
    }
    const { recognisesLines, coverage, inboxes, portals, samples } = places;
    const isNoticeClosed = noticeCookie.read(request) !== undefined;
    sendPage(request, response, {
      name: 'start',
      problems: refusal ? [{ code: refusal.code }] : [],
      ...(refusal && { supportReference: refusal.supportReference }),
      data: {
        direct: recognisesLines ? linkTo(request, `${networkSessionsPath}/start`) : '',
        flow: underWay === undefined ? '' : linkTo(request, flowPath, { [flowParameter]: underWay }),
        closeNotice: isNoticeClosed ? '' : linkTo(request, closeCookieNoticePath),
        nationalCoverage: coverage.national,
        foreignCoverage: coverage.foreign,
        mailbox: inboxes.mailbox ?? '',
        phone: inboxes.phone ?? '',
        portals,
        samples: samples.map(({ name, form, typed, puk = '' }) => ({
          name,
          address: linkTo(request, form.path, { [sampleParameter]: name }),
          line: typed.line ?? '',
          puk,
        })),
      },
    });
  }
}

/** `/cookies/close`: the notice on cookies is closed by a button, and stays closed in this browser. */
export class CookieNotice {
  constructor(private readonly parts: Pick<PortalParts, 'noticeCookie'>) {}

  show(request: Request, response: Response): void {
    response.redirect(303, linkTo(request, startPath));
  }

  submit(request: Request, response: Response): void {
    this.parts.noticeCookie.set(response, 'closed');
    this.show(request, response);
  }
}

/** `/welcome`: where the network's sign-in ends; it leads on at once. */
export function showWelcome(request: Request, response: Response): void {
  sendPage(request, response, { name: 'welcome', data: { account: linkTo(request, accountPath) } });
}
